// The editor's own nodes, without the attributes they write where the default would do: a body that is opened and saved
// stays as short as it was. A new table is three by three under a header row; the toolbar adds and removes the rest.
import {
  OrderedList as AnyOrderedList,
  Table as AnyTable,
  TableCell as AnyTableCell,
  TableHeader as AnyTableHeader,
} from "django-prose-editor/editor";

export const OrderedList = AnyOrderedList.extend({
  addAttributes() {
    const { type, ...attributes } = this.parent();
    const renderHTML = (values) => (values.type === "decimal" ? {} : type.renderHTML(values));
    return { ...attributes, type: { ...type, renderHTML } };
  },
});

export const Table = AnyTable.extend({
  addCommands() {
    const shape = { rows: 3, cols: 3, withHeaderRow: true };
    return { ...this.parent(), insertTableWithOptions: () => ({ commands }) => commands.insertTable(shape) };
  },
});

function withShortSpans(cell) {
  return cell.extend({
    addAttributes() {
      const attributes = this.parent();
      for (const name of ["colspan", "rowspan"]) {
        attributes[name] = {
          ...attributes[name],
          renderHTML: (values) => (values[name] > 1 ? { [name]: values[name] } : {}),
        };
      }
      return attributes;
    },
  });
}

export const TableCell = withShortSpans(AnyTableCell);
export const TableHeader = withShortSpans(AnyTableHeader);
