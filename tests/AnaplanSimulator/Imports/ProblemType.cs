namespace AnaplanSimulator.Imports;

/// <summary>The types of a result's details that tell of rows which were not imported, and of imports that failed. From Anaplan's list of data error codes.</summary>
internal static class ProblemType
{
    public const string NumberFormat = "moduleImportNumberFormat";
    public const string BooleanFormat = "moduleImportBooleanFormat";
    public const string DateFormat = "moduleImportDateFormat";
    public const string InvalidListIdentifier = "moduleImportInvalidListIdentifier";
    public const string EmptyKey = "hierarchyImportEmptyKey";
    public const string NameOrCodeExists = "hierarchyImportNameOrCodeExists";
    public const string ColumnCount = "columnSeparatorExpected";
    public const string UnmatchedDelimiter = "unmatchedTextDelimiter";

    public const string MissingFields = "missingFields";
    public const string FileNotAvailable = "uploadedFileNoLongerAvailable";
    public const string ReadFailed = "connectorError";
}
