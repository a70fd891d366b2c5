/* The window of values that an average is taken of, as it goes along a line. */

typedef struct {
    size_t count;  /* places along the line */
    size_t before; /* places of a window before the one in question */
    size_t after;  /* and after it */
} line_window;

static inline line_window window_along(size_t count)
{
    size_t window = tb_window(count);

    return (line_window){count, window - 1 - window / 2, window / 2};
}

/* How many values the window holds at a place; fewer at the ends. */
static inline size_t filled_at(line_window window, size_t place)
{
    size_t first = place > window.before ? place - window.before : 0;
    size_t end = place + window.after < window.count ? place + window.after + 1 : window.count;

    return end - first;
}

static inline size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static inline size_t whole_registers(size_t count)
{
    return (count + LANES - 1) / LANES * LANES;
}

static inline lanes mean(lanes sum, size_t filled)
{
    // A division by 1, 2 or 4 is exact, and so is the product.
    return filled == 3 ? divided(sum, 3.0f) : sum * (1.0f / (float)filled);
}
