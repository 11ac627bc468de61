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

from imr_desktop.ui.theme import current, icon


@dataclass(frozen=True)
class ActionDef:
    """One command of a menu; with `group` it is one choice of several and `slot` is told nothing.

    `bare` is a key that does it where its pane has the focus: shown, and taken from no text field.
    """

    text: str
    slot: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    when: str = "always"
    group: str = ""
    bare: str = ""


SEPARATOR = ActionDef("", "")

MENUS: tuple[tuple[str, tuple[ActionDef, ...]], ...] = (
    (
        "&File",
        (
            ActionDef("&Open files…", "open_files", ("Ctrl+O",), "folder-open", "unlocked"),
            ActionDef("Open &folder…", "open_folder", ("Ctrl+Shift+O",), "", "unlocked"),
            ActionDef("&Paste determination text…", "paste_text", ("Ctrl+Shift+V",), "clipboard-list", "unlocked"),
            ActionDef("Open pac&kage…", "open_package", (), "file-input", "unlocked"),
            ActionDef("Verify a &determination…", "verify_determination", (), "shield-check"),
            SEPARATOR,
            ActionDef("&Save now", "save_now", ("Ctrl+S",), "save", "case"),
            ActionDef("&Export case JSON…", "export_json", (), "file-down", "case"),
            ActionDef("P&rint…", "print_letter", ("Ctrl+P",), "printer", "case"),
            SEPARATOR,
            ActionDef("&Lock", "lock_cases", ("Ctrl+L",), "lock", "lockable"),
            ActionDef("Set a passp&hrase…", "set_passphrase", (), "key-round", "unlocked"),
            ActionDef("Protectio&n…", "choose_protection", (), "", "unlocked"),
            ActionDef("&Back up now", "back_up", (), "", "unlocked"),
            ActionDef("Check the &vault", "check_vault", (), "shield-check", "unlocked"),
            SEPARATOR,
            ActionDef("&Close case", "close_case", ("Ctrl+W",), "", "case"),
            ActionDef("Se&ttings…", "show_settings", ("Ctrl+,",), "settings", "unlocked"),
            ActionDef("Off&ice…", "show_office", (), "", "unlocked"),
            ActionDef("&Quit", "quit", ("Ctrl+Q",)),
        ),
    ),
    (
        "&Edit",
        (
            ActionDef("&Undo", "undo", ("Ctrl+Z",), "undo-2", "undo"),
            ActionDef("&Redo", "redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "redo-2", "redo"),
            SEPARATOR,
            ActionDef("Cu&t", "cut_words", (), "", "cut", bare="Ctrl+X"),
            ActionDef("&Copy the words", "copy_words", (), "copy", "copy", bare="Ctrl+C"),
            ActionDef("&Paste", "paste_words", (), "", "paste", bare="Ctrl+V"),
            ActionDef("Select &all", "select_all_words", (), "", "select", bare="Ctrl+A"),
            ActionDef("Fi&nd and replace in this text…", "find_in_text", ("Ctrl+H",), "search", "text"),
            ActionDef("Find ne&xt in this text", "find_next_in_text", ("Ctrl+Shift+H",), "", "text"),
            ActionDef("Spellin&g: next word in doubt", "suggest_spelling", ("Alt+F7",), "", "text"),
            ActionDef("Ho&w it reads…", "show_readability", (), "", "text"),
            ActionDef("&Versions of this text…", "show_text_versions", (), "history", "text"),
            ActionDef("Insert a snipp&et…", "insert_snippet", ("Ctrl+Shift+T",), "", "write"),
            ActionDef("&Keep selection as a snippet…", "keep_snippet", (), "", "write"),
            SEPARATOR,
            ActionDef("Add &finding", "add_finding", ("Ctrl+N",), "list-checks", "edit"),
            ActionDef("Add &item", "add_item", ("Ctrl+Shift+N",), "plus", "edit"),
            ActionDef("I&nsert from the case…", "insert_from_case", ("Ctrl+Shift+I",), "", "edit"),
            ActionDef("Add co&mment", "add_comment", ("Ctrl+Shift+M",), "message-square", "edit"),
        ),
    ),
    (
        "&Case",
        (
            ActionDef("Review and &sign", "review_and_sign", ("Ctrl+Return",), "pen-line", "case"),
            ActionDef("Case &facts…", "edit_facts", ("Ctrl+I",), "pencil", "edit"),
            ActionDef("Par&ties…", "show_parties", ("Ctrl+Shift+P",), "", "case"),
            ActionDef("Ca&lculators…", "show_calculators", ("F9",), "hash"),
            ActionDef("Guideli&nes…", "show_guidelines", ("Ctrl+Shift+G",), "book", "unlocked"),
            ActionDef("Enter &what the guideline says…", "enter_reading", ("Ctrl+R",), "book-open", "work"),
            ActionDef("&Import drug list…", "import_drug_list", (), "", "unlocked"),
            SEPARATOR,
            ActionDef("Save &draft PDF…", "save_draft", (), "file-text", "case"),
            ActionDef("S&end…", "send_letters", ("Ctrl+Shift+S",), "", "signed"),
            ActionDef("&Reopen as new version", "reopen", (), "lock-open", "signed"),
            SEPARATOR,
            ActionDef("&History…", "show_history", (), "history", "case"),
            ActionDef("Co&mments…", "show_comments", (), "message-square", "work"),
            ActionDef("&Audit trail…", "show_trail", (), "shield-check", "unlocked"),
            ActionDef("P&ublic copy…", "publish_case", (), "", "case"),
            ActionDef("&Package for another reviewer…", "package_case", (), "upload", "case"),
            ActionDef("F&orget this case…", "forget_case", (), "trash-2", "case"),
            SEPARATOR,
            ActionDef("E&xport chosen cases…", "export_chosen", (), "file-down", "chosen"),
            ActionDef("Prin&t letters of chosen cases…", "print_chosen", (), "printer", "chosen"),
            ActionDef("Pac&kage chosen cases…", "package_chosen", (), "upload", "chosen"),
            ActionDef("Forget chosen cases…", "forget_chosen", (), "trash-2", "chosen"),
        ),
    ),
    (
        "&Go",
        (
            ActionDef("&Record", "go_record", ("Ctrl+1",), "book-open", "case"),
            ActionDef("Clinical &findings", "go_findings", ("Ctrl+2",), "list-checks", "case"),
            ActionDef("Case &summary", "go_summary", ("Ctrl+3",), "file-text", "case"),
            ActionDef("Disputed &items", "go_items", ("Ctrl+4",), "scale", "case"),
            ActionDef("&Checks", "go_checks", ("Ctrl+5",), "clipboard-check", "case"),
            SEPARATOR,
            ActionDef("Next pane", "next_pane", ("F6",), "", "work"),
            ActionDef("Previous pane", "previous_pane", ("Shift+F6",), "", "work"),
            ActionDef("&Next check", "next_check", ("F8",), "", "case"),
            ActionDef("Previous check", "previous_check", ("Shift+F8",), "", "case"),
            ActionDef("Fi&x the check shown", "fix_check", ("Alt+Return",), "", "edit"),
            ActionDef("Reason for the check sho&wn…", "explain_check", ("Ctrl+.",), "", "edit"),
            SEPARATOR,
            ActionDef("&Page…", "go_page", ("Ctrl+G",), "", "work"),
            ActionDef("Find in record", "find_in_record", ("Ctrl+F",), "search", "work"),
            ActionDef("&Search or run a command…", "open_palette", ("Ctrl+K",), "search"),
            ActionDef("Next item", "next_item", ("Alt+Down",), "", "work"),
            ActionDef("Previous item", "previous_item", ("Alt+Up",), "", "work"),
        ),
    ),
    (
        "&Record",
        (
            ActionDef("&Next page", "next_record_page", (), "chevron-right", "work", bare="."),
            ActionDef("&Previous page", "previous_record_page", (), "chevron-left", "work", bare=","),
            ActionDef("Next page not &shown yet", "next_unseen_page", (), "eye", "work", bare="N"),
            ActionDef("Next page not rea&d", "next_unread_page", (), "", "work", bare="U"),
            ActionDef("Pages to read", "show_queue", ("Ctrl+Shift+R",), "scan-text", "case"),
            ActionDef("Next word in dou&bt", "next_doubt", (), "", "work", bare="D"),
            ActionDef("Previous word in doubt", "previous_doubt", (), "", "work", bare="Shift+D"),
            ActionDef("&Back", "go_back", ("Alt+Left",), "arrow-left", "work"),
            ActionDef("&Forward", "go_forward", ("Alt+Right",), "arrow-right", "work"),
            SEPARATOR,
            ActionDef("Fit &width", "fit_width", (), "", "work", bare="W"),
            ActionDef("Wh&ole page", "fit_page", (), "", "work", bare="P"),
            ActionDef("&True size", "true_size", (), "", "work", bare="1"),
            ActionDef("&Larger", "larger_pages", (), "zoom-in", "work", bare="+"),
            ActionDef("S&maller", "smaller_pages", (), "zoom-out", "work", bare="-"),
            ActionDef("Pages as te&xt", "pages_as_text", (), "scan-text", "work", bare="T"),
            ActionDef("Small pa&ges", "toggle_small_pages", ("Ctrl+Shift+B",), "layout-grid", "work"),
            SEPARATOR,
            ActionDef("&Keyboard caret", "toggle_caret", (), "", "work", bare="F7"),
            ActionDef("Select &all of the page", "select_page", (), "", "work", bare="Ctrl+A"),
            ActionDef("&Copy", "copy_selection", (), "copy", "work", bare="Ctrl+C"),
            ActionDef("Mark a box on t&he page", "mark_box", (), "square-dashed", "work", bare="R"),
            ActionDef("F&inding", "finding_from_page", (), "highlighter", "edit", bare="F"),
            ActionDef("&Quote", "quote_from_page", (), "quote", "edit", bare="Q"),
            ActionDef("Cit&e", "cite_page", (), "link", "edit", bare="C"),
            SEPARATOR,
            ActionDef("Page was read by e&ye", "read_page_by_eye", (), "eye", "edit", bare="V"),
            ActionDef("Type what the page says", "type_page", (), "pencil", "edit"),
            ActionDef("Read b&y machine, or stop", "read_by_machine", (), "", "edit"),
            SEPARATOR,
            ActionDef("Turn page &right", "turn_page_right", (), "rotate-cw", "edit", bare="]"),
            ActionDef("Turn page left", "turn_page_left", (), "rotate-ccw", "edit", bare="["),
            ActionDef("T&urn the document right", "turn_document", (), "", "edit"),
            SEPARATOR,
            ActionDef("A document begins on this page", "begin_document", (), "", "edit"),
            ActionDef("Join with the document before", "join_document", (), "", "edit"),
        ),
    ),
    (
        "&View",
        (
            ActionDef("Theme: as the &system", "theme_system", (), "monitor", "always", "theme"),
            ActionDef("Theme: &light", "theme_light", (), "sun", "always", "theme"),
            ActionDef("Theme: &dark", "theme_dark", (), "moon", "always", "theme"),
            ActionDef("Theme: high &contrast", "theme_contrast", (), "contrast", "always", "theme"),
            SEPARATOR,
            ActionDef("Zoom &in", "zoom_in", ("Ctrl+=", "Ctrl++"), "zoom-in"),
            ActionDef("Zoom &out", "zoom_out", ("Ctrl+-",), "zoom-out"),
            ActionDef("Zoom to &100 %", "zoom_reset", ("Ctrl+0",)),
            SEPARATOR,
            ActionDef("This &pane alone", "toggle_alone", ("F11",), "", "work"),
            ActionDef("&Wider record", "widen_record", ("Shift+F11",), "", "work"),
            ActionDef("Pri&vate screen", "toggle_private", ("F12",)),
            SEPARATOR,
            ActionDef("Files &received…", "show_received", (), "inbox", "unlocked"),
            ActionDef("Pages that come &again…", "show_again", (), "", "work"),
            ActionDef("&What the record proposes…", "show_untaken", (), "", "edit"),
            ActionDef("R&ecord at a glance…", "show_overview", ("Ctrl+Shift+E",), "book-open-text", "work"),
            ActionDef("Document &list", "toggle_documents", ("Ctrl+B",), "panel-left", "work"),
            ActionDef("&Hidden text…", "show_hidden_text", (), "", "work"),
        ),
    ),
    (
        "&Help",
        (
            ActionDef("&Keys, and help for this part", "show_keys", ("F1",), "keyboard"),
            ActionDef("&User guide", "show_guide", (), "book-open-text"),
            ActionDef("&First steps…", "show_first_steps", (), "sparkles", "unlocked"),
            ActionDef("&About IMR Desktop", "show_about", (), "info"),
        ),
    ),
)


def add_titles(bar: QMenuBar) -> None:
    """Put the menus' titles on a bar; `Menus` fills them once the controllers exist."""
    for title, _definitions in MENUS:
        menu = QMenu(title, bar)
        menu.setAccessibleName(title.replace("&", ""))
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
