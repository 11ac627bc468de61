"""The menus as data: what each command is called, its key, what it does, and when it can be done.

`MENUS` is the whole menu bar. A command's `slot` names a method of one of the controllers; `when` names a rule that
`Menus.refresh` is told about (``always``; ``unlocked``: the vault is open; ``lockable``: and it has a passphrase; ``case``: a
case is open; ``work``: its panes are in view; ``edit``: and it is not signed; ``signed``: it is signed; ``chosen``: cases
are chosen in the worklist; ``cut``, ``copy``, ``paste``, ``select``: the text with the keyboard allows it; ``text``: it is
the summary or a rationale; ``write``: and it may be changed).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QActionGroup, QIcon, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from imr_desktop.language import mark, tr
from imr_desktop.ui.theme import current, icon


@dataclass(frozen=True)
class ActionDef:
    """One command of a menu; with `group` it is one choice of several and `slot` is told nothing.

    `bare` is a key that does it where its pane has the focus: shown, and taken from no text field.
    """

    english: str
    slot: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    when: str = "always"
    group: str = ""
    bare: str = ""

    @property
    def text(self) -> str:
        """What the command is called."""
        return tr(self.english)


SEPARATOR = ActionDef("", "")

MENUS: tuple[tuple[str, tuple[ActionDef, ...]], ...] = (
    (
        mark("&File"),
        (
            ActionDef(mark("&Open files…"), "open_files", ("Ctrl+O",), "folder-open", "unlocked"),
            ActionDef(mark("Open &folder…"), "open_folder", ("Ctrl+Shift+O",), "", "unlocked"),
            ActionDef(mark("&Paste determination text…"), "paste_text", ("Ctrl+Shift+V",), "clipboard-list", "unlocked"),
            ActionDef(mark("Open pac&kage…"), "open_package", (), "file-input", "unlocked"),
            ActionDef(mark("Verify a &determination…"), "verify_determination", (), "shield-check"),
            SEPARATOR,
            ActionDef(mark("&Save now"), "save_now", ("Ctrl+S",), "save", "case"),
            ActionDef(mark("&Export case JSON…"), "export_json", (), "file-down", "case"),
            ActionDef(mark("P&rint…"), "print_letter", ("Ctrl+P",), "printer", "case"),
            SEPARATOR,
            ActionDef(mark("&Lock"), "lock_cases", ("Ctrl+L",), "lock", "lockable"),
            ActionDef(mark("Set a passp&hrase…"), "set_passphrase", (), "key-round", "unlocked"),
            ActionDef(mark("Protectio&n…"), "choose_protection", (), "", "unlocked"),
            ActionDef(mark("&Back up now"), "back_up", (), "", "unlocked"),
            ActionDef(mark("Check the &vault"), "check_vault", (), "shield-check", "unlocked"),
            SEPARATOR,
            ActionDef(mark("&Close case"), "close_case", ("Ctrl+W",), "", "case"),
            ActionDef(mark("Se&ttings…"), "show_settings", ("Ctrl+,",), "settings", "unlocked"),
            ActionDef(mark("Off&ice…"), "show_office", (), "", "unlocked"),
            ActionDef(mark("&Quit"), "quit", ("Ctrl+Q",)),
        ),
    ),
    (
        mark("&Edit"),
        (
            ActionDef(mark("&Undo"), "undo", ("Ctrl+Z",), "undo-2", "undo"),
            ActionDef(mark("&Redo"), "redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "redo-2", "redo"),
            SEPARATOR,
            ActionDef(mark("Cu&t"), "cut_words", (), "", "cut", bare="Ctrl+X"),
            ActionDef(mark("&Copy the words"), "copy_words", (), "copy", "copy", bare="Ctrl+C"),
            ActionDef(mark("&Paste"), "paste_words", (), "", "paste", bare="Ctrl+V"),
            ActionDef(mark("Select &all"), "select_all_words", (), "", "select", bare="Ctrl+A"),
            ActionDef(mark("Fi&nd and replace in this text…"), "find_in_text", ("Ctrl+H",), "search", "text"),
            ActionDef(mark("Find ne&xt in this text"), "find_next_in_text", ("Ctrl+Shift+H",), "", "text"),
            ActionDef(mark("Spellin&g: next word in doubt"), "suggest_spelling", ("Alt+F7",), "", "text"),
            ActionDef(mark("Ho&w it reads…"), "show_readability", (), "", "text"),
            ActionDef(mark("&Versions of this text…"), "show_text_versions", (), "history", "text"),
            ActionDef(mark("Insert a snipp&et…"), "insert_snippet", ("Ctrl+Shift+T",), "", "write"),
            ActionDef(mark("&Keep selection as a snippet…"), "keep_snippet", (), "", "write"),
            SEPARATOR,
            ActionDef(mark("Add &finding"), "add_finding", ("Ctrl+N",), "list-checks", "edit"),
            ActionDef(mark("Add &item"), "add_item", ("Ctrl+Shift+N",), "plus", "edit"),
            ActionDef(mark("I&nsert from the case…"), "insert_from_case", ("Ctrl+Shift+I",), "", "edit"),
            ActionDef(mark("Add co&mment"), "add_comment", ("Ctrl+Shift+M",), "message-square", "edit"),
        ),
    ),
    (
        mark("&Case"),
        (
            ActionDef(mark("Review and &sign"), "review_and_sign", ("Ctrl+Return",), "pen-line", "case"),
            ActionDef(mark("Case &facts…"), "edit_facts", ("Ctrl+I",), "pencil", "edit"),
            ActionDef(mark("Par&ties…"), "show_parties", ("Ctrl+Shift+P",), "", "case"),
            ActionDef(mark("Ca&lculators…"), "show_calculators", ("F9",), "hash"),
            ActionDef(mark("Guideli&nes…"), "show_guidelines", ("Ctrl+Shift+G",), "book", "unlocked"),
            ActionDef(mark("Enter &what the guideline says…"), "enter_reading", ("Ctrl+R",), "book-open", "work"),
            ActionDef(mark("&Import drug list…"), "import_drug_list", (), "", "unlocked"),
            SEPARATOR,
            ActionDef(mark("Save &draft PDF…"), "save_draft", (), "file-text", "case"),
            ActionDef(mark("S&end…"), "send_letters", ("Ctrl+Shift+S",), "", "signed"),
            ActionDef(mark("&Reopen as new version"), "reopen", (), "lock-open", "signed"),
            SEPARATOR,
            ActionDef(mark("&History…"), "show_history", (), "history", "case"),
            ActionDef(mark("Co&mments…"), "show_comments", (), "message-square", "work"),
            ActionDef(mark("&Audit trail…"), "show_trail", (), "shield-check", "unlocked"),
            ActionDef(mark("P&ublic copy…"), "publish_case", (), "", "case"),
            ActionDef(mark("&Package for another reviewer…"), "package_case", (), "upload", "case"),
            ActionDef(mark("F&orget this case…"), "forget_case", (), "trash-2", "case"),
            SEPARATOR,
            ActionDef(mark("E&xport chosen cases…"), "export_chosen", (), "file-down", "chosen"),
            ActionDef(mark("Prin&t letters of chosen cases…"), "print_chosen", (), "printer", "chosen"),
            ActionDef(mark("Pac&kage chosen cases…"), "package_chosen", (), "upload", "chosen"),
            ActionDef(mark("Forget chosen cases…"), "forget_chosen", (), "trash-2", "chosen"),
        ),
    ),
    (
        mark("&Go"),
        (
            ActionDef(mark("&Record"), "go_record", ("Ctrl+1",), "book-open", "case"),
            ActionDef(mark("Clinical &findings"), "go_findings", ("Ctrl+2",), "list-checks", "case"),
            ActionDef(mark("Case &summary"), "go_summary", ("Ctrl+3",), "file-text", "case"),
            ActionDef(mark("Disputed &items"), "go_items", ("Ctrl+4",), "scale", "case"),
            ActionDef(mark("&Checks"), "go_checks", ("Ctrl+5",), "clipboard-check", "case"),
            SEPARATOR,
            ActionDef(mark("Next pane"), "next_pane", ("F6",), "", "work"),
            ActionDef(mark("Previous pane"), "previous_pane", ("Shift+F6",), "", "work"),
            ActionDef(mark("&Next check"), "next_check", ("F8",), "", "case"),
            ActionDef(mark("Previous check"), "previous_check", ("Shift+F8",), "", "case"),
            ActionDef(mark("Fi&x the check shown"), "fix_check", ("Alt+Return",), "", "edit"),
            ActionDef(mark("Reason for the check sho&wn…"), "explain_check", ("Ctrl+.",), "", "edit"),
            SEPARATOR,
            ActionDef(mark("&Page…"), "go_page", ("Ctrl+G",), "", "work"),
            ActionDef(mark("Find in record"), "find_in_record", ("Ctrl+F",), "search", "work"),
            ActionDef(mark("&Search or run a command…"), "open_palette", ("Ctrl+K",), "search"),
            ActionDef(mark("Next item"), "next_item", ("Alt+Down",), "", "work"),
            ActionDef(mark("Previous item"), "previous_item", ("Alt+Up",), "", "work"),
        ),
    ),
    (
        mark("&Record"),
        (
            ActionDef(mark("&Next page"), "next_record_page", (), "chevron-right", "work", bare="."),
            ActionDef(mark("&Previous page"), "previous_record_page", (), "chevron-left", "work", bare=","),
            ActionDef(mark("Next page not &shown yet"), "next_unseen_page", (), "eye", "work", bare="N"),
            ActionDef(mark("Next page not rea&d"), "next_unread_page", (), "", "work", bare="U"),
            ActionDef(mark("Pages to read"), "show_queue", ("Ctrl+Shift+R",), "scan-text", "case"),
            ActionDef(mark("Next word in dou&bt"), "next_doubt", (), "", "work", bare="D"),
            ActionDef(mark("Previous word in doubt"), "previous_doubt", (), "", "work", bare="Shift+D"),
            ActionDef(mark("A reversed file from its end"), "read_from_the_end", ("Ctrl+Shift+Y",), "arrow-up-down", "work"),
            ActionDef(mark("&Back"), "go_back", ("Alt+Left",), "arrow-left", "work"),
            ActionDef(mark("&Forward"), "go_forward", ("Alt+Right",), "arrow-right", "work"),
            SEPARATOR,
            ActionDef(mark("Fit &width"), "fit_width", (), "", "work", bare="W"),
            ActionDef(mark("Wh&ole page"), "fit_page", (), "", "work", bare="P"),
            ActionDef(mark("&True size"), "true_size", (), "", "work", bare="1"),
            ActionDef(mark("&Larger"), "larger_pages", (), "zoom-in", "work", bare="+"),
            ActionDef(mark("S&maller"), "smaller_pages", (), "zoom-out", "work", bare="-"),
            ActionDef(mark("Pages as te&xt"), "pages_as_text", (), "scan-text", "work", bare="T"),
            ActionDef(mark("Small pa&ges"), "toggle_small_pages", ("Ctrl+Shift+B",), "layout-grid", "work"),
            SEPARATOR,
            ActionDef(mark("&Keyboard caret"), "toggle_caret", (), "", "work", bare="F7"),
            ActionDef(mark("Select &all of the page"), "select_page", (), "", "work", bare="Ctrl+A"),
            ActionDef(mark("&Copy"), "copy_selection", (), "copy", "work", bare="Ctrl+C"),
            ActionDef(mark("Mark a box on t&he page"), "mark_box", (), "square-dashed", "work", bare="R"),
            ActionDef(mark("F&inding"), "finding_from_page", (), "highlighter", "edit", bare="F"),
            ActionDef(mark("&Quote"), "quote_from_page", (), "quote", "edit", bare="Q"),
            ActionDef(mark("Cit&e"), "cite_page", (), "link", "edit", bare="C"),
            SEPARATOR,
            ActionDef(mark("Page was read by e&ye"), "read_page_by_eye", (), "eye", "edit", bare="V"),
            ActionDef(mark("Type what the page says"), "type_page", (), "pencil", "edit"),
            ActionDef(mark("Read b&y machine, or stop"), "read_by_machine", (), "", "edit"),
            SEPARATOR,
            ActionDef(mark("Turn page &right"), "turn_page_right", (), "rotate-cw", "edit", bare="]"),
            ActionDef(mark("Turn page left"), "turn_page_left", (), "rotate-ccw", "edit", bare="["),
            ActionDef(mark("T&urn the document right"), "turn_document", (), "", "edit"),
            SEPARATOR,
            ActionDef(mark("Next document in doubt"), "next_doubtful_start", ("Ctrl+D",), "circle-question-mark", "work"),
            ActionDef(mark("A document begins on this page"), "begin_document", ("Ctrl+Shift+D",), "", "edit"),
            ActionDef(mark("Join with the document before"), "join_document", ("Ctrl+Shift+J",), "", "edit"),
            ActionDef(mark("Begin the document a page earlier"), "start_earlier", ("Alt+PgUp",), "", "edit"),
            ActionDef(mark("Begin the document a page later"), "start_later", ("Alt+PgDown",), "", "edit"),
            ActionDef(mark("What the document is…"), "describe_document", ("Shift+F2",), "pencil", "edit"),
        ),
    ),
    (
        mark("&View"),
        (
            ActionDef(mark("Theme: as the &system"), "theme_system", (), "monitor", "always", "theme"),
            ActionDef(mark("Theme: &light"), "theme_light", (), "sun", "always", "theme"),
            ActionDef(mark("Theme: &dark"), "theme_dark", (), "moon", "always", "theme"),
            ActionDef(mark("Theme: high &contrast"), "theme_contrast", (), "contrast", "always", "theme"),
            SEPARATOR,
            ActionDef(mark("Zoom &in"), "zoom_in", ("Ctrl+=", "Ctrl++"), "zoom-in"),
            ActionDef(mark("Zoom &out"), "zoom_out", ("Ctrl+-",), "zoom-out"),
            ActionDef(mark("Zoom to &100 %"), "zoom_reset", ("Ctrl+0",)),
            SEPARATOR,
            ActionDef(mark("This &pane alone"), "toggle_alone", ("F11",), "", "work"),
            ActionDef(mark("&Wider record"), "widen_record", ("Shift+F11",), "", "work"),
            ActionDef(mark("Pri&vate screen"), "toggle_private", ("F12",)),
            SEPARATOR,
            ActionDef(mark("Files &received…"), "show_received", (), "inbox", "unlocked"),
            ActionDef(mark("Pages that come &again…"), "show_again", (), "", "work"),
            ActionDef(mark("&What the record proposes…"), "show_untaken", (), "", "edit"),
            ActionDef(mark("R&ecord at a glance…"), "show_overview", ("Ctrl+Shift+E",), "book-open-text", "work"),
            ActionDef(mark("Which &findings are shown…"), "filter_findings", ("Ctrl+Shift+F",), "funnel", "work"),
            ActionDef(mark("Document &list"), "toggle_documents", ("Ctrl+B",), "panel-left", "work"),
            ActionDef(mark("&Hidden text…"), "show_hidden_text", (), "", "work"),
        ),
    ),
    (
        mark("&Help"),
        (
            ActionDef(mark("&Keys, and help for this part"), "show_keys", ("F1",), "keyboard"),
            ActionDef(mark("&User guide"), "show_guide", (), "book-open-text"),
            ActionDef(mark("&First steps…"), "show_first_steps", (), "sparkles", "unlocked"),
            ActionDef(mark("&About IMR Desktop"), "show_about", (), "info"),
        ),
    ),
)


def add_titles(bar: QMenuBar) -> None:
    """Put the menus' titles on a bar; `Menus` fills them once the controllers exist."""
    for title, _definitions in MENUS:
        menu = QMenu(tr(title), bar)
        menu.setAccessibleName(tr(title).replace("&", ""))
        bar.addMenu(menu)


class Menus(QObject):
    """Fills a menu bar's titled menus from `MENUS`; every action calls a method of one of `controllers`."""

    def __init__(self, bar: QMenuBar, controllers: Sequence[QObject]) -> None:
        super().__init__(bar)
        self.actions: dict[str, QAction] = {}
        self._definitions: dict[str, ActionDef] = {}
        self._groups: dict[str, QActionGroup] = {}
        self._drawn = False
        menus = [menu for menu in bar.findChildren(QMenu) if menu.title()]  # a narrow bar has one more, for what is left over
        for menu, (_title, definitions) in zip(menus, MENUS, strict=True):
            for definition in definitions:
                self._add(menu, definition, controllers)
            menu.aboutToShow.connect(self._draw_icons)
        current().changed.connect(self._on_theme)

    def _add(self, menu: QMenu, definition: ActionDef, controllers: Sequence[QObject]) -> None:
        if definition is SEPARATOR:
            menu.addSeparator()
            return
        action = menu.addAction(f"{definition.text}\t{definition.bare}" if definition.bare else definition.text)
        action.setShortcuts([QKeySequence(key) for key in definition.keys])
        owner = next(owner for owner in controllers if hasattr(owner, definition.slot))
        action.triggered.connect(getattr(owner, definition.slot))
        if definition.group:
            action.setCheckable(True)
            self._groups.setdefault(definition.group, QActionGroup(self)).addAction(action)
        self.actions[definition.slot] = action
        self._definitions[definition.slot] = definition

    def show_keys_of(self, keys: Mapping[str, Sequence[str]]) -> None:
        """Give commands these keys, by slot; those of a pane's letters are only shown."""
        for slot, chosen in keys.items():
            definition, action = self._definitions[slot], self.actions[slot]
            if definition.bare:
                action.setText(f"{definition.text}\t{chosen[0]}" if chosen else definition.text)
            else:
                action.setShortcuts([QKeySequence(key) for key in chosen])

    def refresh(self, rules: Collection[str]) -> None:
        """Enable what can be done now: `rules` holds the names that are true."""
        for slot, action in self.actions.items():
            action.setEnabled(self._definitions[slot].when in rules)

    @Slot(str)
    def name_undo(self, step: str) -> None:
        """Name the step that undo would take back."""
        self._name("undo", step)

    @Slot(str)
    def name_redo(self, step: str) -> None:
        """Name the step that redo would make again."""
        self._name("redo", step)

    def _name(self, slot: str, what: str) -> None:
        words = self._definitions[slot].text
        self.actions[slot].setText(f"{words}: {what.replace('&', '&&')}" if what else words)

    @Slot()
    def _on_theme(self) -> None:
        self._drawn = False

    @Slot()
    def _draw_icons(self) -> None:
        if not self._drawn:
            self.refresh_icons()

    def refresh_icons(self) -> None:
        """Draw the icons in the theme's colours; not needed before a menu opens."""
        self._drawn = True
        for slot, action in self.actions.items():
            name = self._definitions[slot].icon
            action.setIcon(icon(name) if name else QIcon())
