/* Checks the index from C, under sanitizers, against comparing bit by bit: every buffer is exactly
 * as long as the header asks for. Prints each difference; returns how many. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "index_plan.h"

enum { QUERIES = 70 /* more than one group */, KINDS = 6, FORMS = 5 };

static int failures = 0;
static uint64_t state = 1;

static void expect(int is_right, const char *what, const char *where)
{
    if (!is_right) {
        printf("not so: %s (%s)\n", what, where);
        failures++;
    }
}

static uint32_t below(uint32_t end)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((state >> 33) % end);
}

static void *room_for(size_t bytes)
{
    return aligned_alloc(TB_INDEX_ALIGN, (bytes + 63) / 64 * 64);
}

static void throw_bits(uint8_t *row)
{
    for (size_t i = 0; i < TB_BYTES; i++) {
        row[i] = (uint8_t)below(256);
    }
}

static void change(uint8_t *row, size_t times)
{
    for (size_t i = 0; i < times; i++) {
        uint32_t bit = below(TB_BITS);
        row[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
}

static const char *const kinds[KINDS] = {"random",     "all zero",    "all equal",
                                         "correlated", "half shared", "copies of copies"};

static void draw(int kind, uint8_t *bits, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint8_t *row = bits + i * TB_BYTES;
        throw_bits(row);
        if (kind == 1) {
            memset(row, 0, TB_BYTES);
        } else if (kind == 2) {
            memcpy(row, bits, TB_BYTES);
        } else if (kind == 3) {
            memset(row, row[0] & 1 ? 255 : 0, TB_BYTES / 2);
            change(row, 3);
        } else if (kind == 4) {
            memcpy(row, bits, TB_BYTES / 2);
        } else if (kind == 5 && i > 0) {
            memcpy(row, bits + below((uint32_t)i) * TB_BYTES, TB_BYTES);
            change(row, below(12));
        }
    }
}

/* A list with its queries and its index in one of several forms. */
typedef struct {
    uint8_t *bits, *queries;
    uint64_t *withdrawn;
    size_t count;
    tb_plan plan;
    void *index, *workspace;
    tb_index whole;
} list;

static void plan_form(int form, const uint8_t *bits, size_t count, tb_plan *plan)
{
    static const size_t pieces[FORMS] = {32, 16, 12, 8, 11}, key_bits[FORMS] = {8, 12, 7, 6, 9};
    uint8_t order[TB_BITS];

    for (size_t i = 0; i < TB_BITS; i++) {
        order[i] = (uint8_t)(i * 77 + 5);
    }
    tb_write_plan(pieces[form], key_bits[form], form == 2, order, plan);
    if (count > 600 && form < 2) {
        tb_plan_choose(bits, count, form == 1, 0, plan);
        expect(tb_plan_pieces(plan) > 0, "a long list gets pieces", "choosing");
    }
}

static void build(list *list)
{
    void *workspace = room_for(tb_index_build_workspace_bytes(&list->plan, list->count));

    for (size_t piece = 0; piece < tb_plan_pieces(&list->plan); piece++) {
        tb_index_build_piece(&list->plan, list->bits, list->count, piece, list->index, workspace);
    }
    free(workspace);
}

static list make_list(int kind, int form, size_t count)
{
    list list;

    list.count = count;
    list.bits = malloc(count * TB_BYTES + !count);
    list.queries = malloc(QUERIES * TB_BYTES);
    list.withdrawn = calloc((count + 63) / 64 + !count, 8);
    draw(kind, list.bits, count);
    for (size_t i = 0; i < QUERIES; i++) {
        uint8_t *query = list.queries + i * TB_BYTES;
        throw_bits(query);
        if (i % 2 && count > 0) {
            memcpy(query, list.bits + below((uint32_t)count) * TB_BYTES, TB_BYTES);
            change(query, i / 2);
        }
    }
    plan_form(form, list.bits, count, &list.plan);
    expect(tb_plan_is_sound(&list.plan, count), "a plan is sound", kinds[kind]);
    list.index = room_for(tb_index_bytes(&list.plan, count));
    list.workspace = room_for(tb_index_workspace_bytes(&list.plan));
    build(&list);
    return list;
}

static tb_index looked_at(const list *list)
{
    tb_index index = {&list->plan, list->bits, list->count, list->index, list->withdrawn, 0};
    return index;
}

static void forget(list *list)
{
    free(list->bits);
    free(list->queries);
    free(list->withdrawn);
    free(list->index);
    free(list->workspace);
}

static uint32_t bits_apart(const uint8_t *one, const uint8_t *other)
{
    uint32_t apart = 0;

    for (size_t i = 0; i < TB_BYTES; i++) {
        for (int differing = one[i] ^ other[i]; differing; differing &= differing - 1) {
            apart++;
        }
    }
    return apart;
}

static size_t search_plainly(const list *list, int limit, tb_pair *pairs)
{
    size_t found = 0;

    for (uint32_t i = 0; i < QUERIES; i++) {
        for (size_t place = 0; place < list->count; place++) {
            uint32_t apart =
                bits_apart(list->bits + place * TB_BYTES, list->queries + i * TB_BYTES);
            if (apart <= (uint32_t)limit && !(list->withdrawn[place / 64] >> place % 64 & 1)) {
                pairs[found++] = (tb_pair){place, i, apart};
            }
        }
    }
    return found;
}

/* Both ways of searching, on every path, with room for all pairs, for half of them and for none. */
static void check_search(const list *list, int limit, const char *where)
{
    tb_index index = looked_at(list);
    size_t most = QUERIES * list->count;
    tb_pair *plain = malloc(most * sizeof *plain + !most);
    size_t all = search_plainly(list, limit, plain);

    for (size_t path = 0; path < tb_path_count(); path++) {
        for (size_t room = all; room <= all; room = room ? room / 2 - (room == 1) : all + 1) {
            tb_pair *pairs = room ? malloc(room * sizeof *pairs) : 0;
            size_t found = tb_index_search(&index, list->queries, QUERIES, limit, path,
                                           list->workspace, pairs, room);
            expect(found == all && (!room || !memcmp(pairs, plain, room * sizeof *pairs)),
                   "searching finds each pair once, in order", where);
            found = tb_index_scan(&index, list->queries, QUERIES, limit, path, pairs, room);
            expect(found == all && (!room || !memcmp(pairs, plain, room * sizeof *pairs)),
                   "scanning finds each pair once, in order", where);
            free(pairs);
            if (room < all / 2) {
                break;
            }
        }
    }
    free(plain);
}

static void withdraw_some(list *list)
{
    for (size_t place = 0; place < list->count; place += 1 + below(5)) {
        list->withdrawn[place / 64] |= (uint64_t)1 << place % 64;
    }
}

static void blank_withdrawn(list *list)
{
    uint64_t *places = malloc(list->count * sizeof *places + !list->count);
    size_t count = 0;

    for (size_t place = 0; place < list->count; place++) {
        if (list->withdrawn[place / 64] >> place % 64 & 1) {
            places[count++] = place;
        }
    }
    tb_index_blank(&list->plan, list->bits, list->count, places, count, list->index);
    // Blanking once more what was blanked before changes nothing.
    tb_index_blank(&list->plan, list->bits, list->count, places, count, list->index);
    free(places);
}

static void check_list(int kind, int form, size_t count)
{
    list list = make_list(kind, form, count);

    check_search(&list, TB_INDEX_LIMIT, kinds[kind]);
    check_search(&list, (int)below(TB_INDEX_LIMIT), kinds[kind]);
    withdraw_some(&list);
    check_search(&list, TB_INDEX_LIMIT, "withdrawn");
    blank_withdrawn(&list);
    check_search(&list, (int)below(TB_INDEX_LIMIT + 1), "blanked");
    forget(&list);
}

static void check_every_limit(void)
{
    for (int limit = 0; limit <= TB_INDEX_LIMIT; limit++) {
        list list = make_list(5, limit % FORMS, 90);
        check_search(&list, limit, "every limit");
        forget(&list);
    }
}

/* After blanking, memory is as if the list had been built with other bits at those places, but for
 * the postings, of which there are fewer: nothing in it depends on what the bits were. */
static void check_nothing_is_left(int form)
{
    list one = make_list(0, form, 500), other = make_list(0, form, 500);
    size_t index_bytes = tb_index_bytes(&one.plan, one.count);

    memcpy(other.bits, one.bits, one.count * TB_BYTES);
    for (size_t place = 0; place < one.count; place += 1 + below(90)) {
        one.withdrawn[place / 64] |= (uint64_t)1 << place % 64;
        throw_bits(other.bits + place * TB_BYTES);
    }
    memcpy(other.withdrawn, one.withdrawn, (one.count + 63) / 64 * 8);
    build(&other);
    expect(memcmp(one.index, other.index, index_bytes), "different bits, different index", "blank");
    blank_withdrawn(&one);
    blank_withdrawn(&other);
    expect(!memcmp(one.index, other.index, index_bytes) &&
               !memcmp(one.bits, other.bits, one.count * TB_BYTES),
           "no trace of a blanked entry is left", "blank");
    forget(&one);
    forget(&other);
}

/* Whatever the index's memory holds, searching stays within it. */
static void check_damage(int form)
{
    list list = make_list(3, form, 400);
    tb_index index = looked_at(&list);
    size_t bytes = tb_index_bytes(&list.plan, list.count), damaged = 0;
    tb_pair pairs[4];
    void *sound = malloc(bytes);

    memcpy(sound, list.index, bytes);
    for (int i = 0; i < 60; i++) {
        uint8_t *memory = list.index;
        for (int k = 0; k < 1 << i % 12; k++) {
            memory[below((uint32_t)bytes)] = (uint8_t)below(256);
        }
        damaged += tb_index_search(&index, list.queries, QUERIES, TB_INDEX_LIMIT,
                                   (size_t)i % tb_path_count(), list.workspace, pairs, 4) ==
                   TB_INDEX_DAMAGED;
        memcpy(list.index, sound, bytes);
    }
    free(sound);
    expect(damaged > 0 && damaged < 60, "some damage is seen without a guard", "damage");
    memset(list.index, 255, bytes);
    expect(tb_index_search(&index, list.queries, 1, 0, 0, list.workspace, pairs, 4) ==
               TB_INDEX_DAMAGED,
           "offsets that lead outside are damage", "damage");
    forget(&list);
}

/* What a guard was asked about, and after how many questions it says no. */
typedef struct {
    const list *list;
    size_t asked, patience, outside;
} watch;

static int is_sound(void *holder, const void *from, size_t bytes)
{
    watch *watch = holder;
    const list *list = watch->list;
    size_t index_bytes = tb_index_bytes(&list->plan, list->count);
    const uint8_t *first = from, *index = list->index;

    watch->outside += !((first >= list->bits &&
                         first + bytes <= list->bits + list->count * TB_BYTES) ||
                        (first >= index && first + bytes <= index + index_bytes));
    return watch->asked++ < watch->patience;
}

static void check_guard(int kind, int form)
{
    list list = make_list(kind, form, 300);
    tb_index index = looked_at(&list);
    watch watch = {&list, 0, SIZE_MAX, 0};
    tb_guard guard = {is_sound, &watch};
    size_t found = tb_index_search(&index, list.queries, QUERIES, TB_INDEX_LIMIT, 0,
                                   list.workspace, 0, 0);

    index.guard = &guard;
    expect(tb_index_search(&index, list.queries, QUERIES, TB_INDEX_LIMIT, 0, list.workspace, 0,
                           0) == found && watch.asked > 0 && watch.outside == 0,
           "a content guard changes nothing and is asked about this memory only", kinds[kind]);
    for (size_t asked = watch.asked; asked > 0; asked /= 3) {
        watch.asked = 0;
        watch.patience = asked - 1;
        expect(tb_index_search(&index, list.queries, QUERIES, TB_INDEX_LIMIT, 0, list.workspace,
                               0, 0) == TB_INDEX_DAMAGED,
               "nothing is found once the guard has said no", kinds[kind]);
        watch.asked = 0;
        watch.patience = 0;
        expect(tb_index_scan(&index, list.queries, 1, 31, 0, 0, 0) == TB_INDEX_DAMAGED,
               "scanning asks the guard too", kinds[kind]);
    }
    forget(&list);
}

static void check_plans(void)
{
    list list = make_list(0, 1, 10);
    tb_plan plan;

    for (size_t i = 0; i < TB_PLAN_BYTES; i++) {
        plan = list.plan;
        ((uint8_t *)plan.words)[i] ^= 0x40;
        expect(!tb_plan_is_sound(&plan, 10), "a changed plan is not sound", "plans");
    }
    memset(&plan, 0, sizeof plan);
    expect(!tb_plan_is_sound(&plan, 10), "a plan of zeros is not sound", "plans");
    tb_plan_choose(list.bits, 10, 0, tb_path_count() - 1, &plan);
    expect(tb_plan_is_sound(&plan, 10) && tb_plan_pieces(&plan) == 0 &&
               tb_index_bytes(&plan, 10) == 0,
           "a short list is scanned", "plans");
    expect(tb_index_search(&(tb_index){&plan, list.bits, 10, 0, 0, 0}, list.bits, 1, 0, 0,
                           list.workspace, 0, 0) == 1,
           "a plan without pieces needs no index", "plans");
    forget(&list);
}

int main(void)
{
    static const size_t few[] = {0, 1, 2, 4, 8};

    for (int kind = 0; kind < KINDS; kind++) {
        for (int i = 0; i < 5; i++) {
            check_list(kind, (kind + i) % FORMS, few[i]);
        }
        for (int form = 0; form < FORMS; form++) {
            check_list(kind, form, 130);
        }
        check_guard(kind, kind % 2);
        check_list(kind, kind % 2, 700);
    }
    for (int form = 0; form < FORMS; form++) {
        check_nothing_is_left(form);
        check_damage(form);
    }
    check_every_limit();
    check_plans();
    printf("%d failures\n", failures);
    return failures > 0;
}
