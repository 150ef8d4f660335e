using AnaplanSimulator.Definition;

namespace AnaplanSimulator.Tests;

/// <summary>What most tests work with: one model with a list, a module and a table.</summary>
internal static class TestModel
{
    public const string User = "ann@example.com";
    public const string Password = "secret: with a colon";
    public const string OtherUser = "bob@example.com";

    public const string Path = "/2/0/workspaces/ws1/models/m1";

    public const string ProductsFile = "113000000001";
    public const string SalesFile = "113000000002";
    public const string LedgerFile = "113000000003";

    public const string ProductsImport = "imports/112000000001";
    public const string SalesImport = "imports/112000000002";
    public const string LedgerImport = "imports/112000000003";
    public const string ProductsExport = "exports/116000000001";
    public const string SalesExport = "exports/116000000002";
    public const string LedgerExport = "exports/116000000003";
    public const string DeleteProducts = "actions/117000000001";
    public const string CopySales = "actions/117000000002";
    public const string Load = "processes/118000000001";

    public static SimulatorDefinition Definition { get; } = SimulatorDefinition.Read("""
        {
          "users": [{ "user": "ann@example.com", "password": "secret: with a colon" }, { "user": "bob@example.com", "password": "b" }],
          "workspaces": [{ "id": "ws1", "name": "Workspace", "models": [
            { "id": "m1", "name": "Model",
              "lists": [
                { "name": "Months", "items": [{ "code": "01", "name": "Jan" }, { "code": "02", "name": "Feb" }] },
                { "name": "Products", "properties": [{ "name": "Month", "format": "item", "list": "Months" }, { "name": "Note" }] }],
              "modules": [
                { "name": "Sales", "dimensions": ["Products", "Months"], "lineItems": [
                  { "name": "Amount", "format": "number" }, { "name": "Open", "format": "boolean" }, { "name": "Due", "format": "date" }, { "name": "Note" }] },
                { "name": "Totals", "dimensions": ["Products"], "lineItems": [{ "name": "Amount", "format": "number" }] }],
              "tables": [{ "name": "Ledger", "columns": [{ "name": "Account" }, { "name": "Value", "format": "number" }] }],
              "files": [{ "id": "113000000001", "name": "products.csv" }, { "id": "113000000002", "name": "sales.csv", "separator": ";" }, { "id": "113000000003", "name": "ledger.csv" }],
              "imports": [
                { "id": "112000000001", "name": "Products from file", "file": "113000000001", "into": "Products" },
                { "id": "112000000002", "name": "Sales from file", "file": "113000000002", "into": "Sales", "columns": { "Product": "Products", "Month": "Months" } },
                { "id": "112000000003", "name": "Ledger from file", "file": "113000000003", "into": "Ledger" }],
              "exports": [
                { "id": "116000000001", "name": "Products.csv", "from": "Products" },
                { "id": "116000000002", "name": "Sales.csv", "from": "Sales", "columns": ["Months", "Products", "Amount"], "filter": { "column": "Months", "equalTo": "01" }, "orderBy": ["-Amount"] },
                { "id": "116000000003", "name": "Ledger.csv", "from": "Ledger" }],
              "actions": [
                { "id": "117000000001", "name": "Delete products", "kind": "deleteAll", "target": "Products" },
                { "id": "117000000002", "name": "Sales to totals", "kind": "copy", "from": "Sales", "target": "Totals" }],
              "processes": [{ "id": "118000000001", "name": "Load", "actions": ["112000000001", "112000000002", "116000000001"] }] },
            { "id": "m2", "name": "Other", "actions": [{ "id": "117000000001", "name": "Delete", "kind": "deleteAll", "target": "Things" }], "lists": [{ "name": "Things" }] }
          ] }]
        }
        """);
}
