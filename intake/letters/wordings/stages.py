"""The stages of a wording, in their order: what is read is what stands here. Pure."""

from collections.abc import Callable

from intake.letters.file_dates import set_file_dates_aside
from intake.letters.filed import set_file_talk_aside
from intake.letters.last import name_kept, set_last_time_aside
from intake.letters.lines import Wording
from intake.letters.of_all import set_yes_aside
from intake.letters.ours import (
    Known,
    drop_threads,
    read_signature,
    set_submit_aside,
    set_wishes_aside,
    take_marks_off,
)
from intake.letters.tables import (
    ask_by_row,
    ask_unconfirmed,
    code_in_short,
    code_rows,
    codes_down,
    each_tab_apart,
    each_table_apart,
    figures_in_words,
    in_our_order,
    only_this_year,
    questions_down,
    rows_by_label,
    set_columns_aside,
    set_measures_aside,
    set_others_aside,
    set_people_aside,
    tables_apart,
    tick_columns,
    under_headings,
)
from intake.letters.wordings.written_out import (
    mend_wrapped,
    take_arrows_off,
    take_own_arrows_off,
    write_letters_out,
    write_numbers_out,
)

LineStage = Callable[[Wording, Known], Wording]

TABLES: tuple[LineStage, ...] = (
    ask_unconfirmed,
    set_people_aside,
    set_others_aside,
    set_measures_aside,
    only_this_year,
    under_headings,
    ask_by_row,
    tick_columns,
)
LETTER: tuple[LineStage, ...] = (
    take_arrows_off,
    take_marks_off,
    set_last_time_aside,
    name_kept,
    read_signature,
    drop_threads,
    set_yes_aside,
    set_file_dates_aside,
    set_file_talk_aside,
    set_wishes_aside,
    set_submit_aside,
    mend_wrapped,
    write_letters_out,
    write_numbers_out,
    tables_apart,
    questions_down,
    rows_by_label,
    code_in_short,
    code_rows,
    codes_down,
    figures_in_words,
    each_table_apart,
    *TABLES,
)
DOCUMENT: tuple[LineStage, ...] = (
    each_tab_apart,
    take_own_arrows_off,
    take_marks_off,
    set_last_time_aside,
    write_letters_out,
    write_numbers_out,
)
CODED: tuple[LineStage, ...] = (
    each_tab_apart,
    tables_apart,
    questions_down,
    rows_by_label,
    code_in_short,
    code_rows,
)  # as far as codes are seen
SHEET: tuple[LineStage, ...] = (
    each_tab_apart,
    take_own_arrows_off,
    set_last_time_aside,
    set_columns_aside,
    write_letters_out,
    tables_apart,
    questions_down,
    rows_by_label,
    code_in_short,
    code_rows,
    figures_in_words,
    each_table_apart,
    in_our_order,
    *TABLES,
)
