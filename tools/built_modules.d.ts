// Modules of other people's packages that the build copies beside ours: used as they are, unchecked.
declare module "*.mjs";
