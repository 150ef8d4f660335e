namespace AnaplanSimulator.Definition;

public enum FieldFormat
{
    Text,

    /// <summary>A decimal number with a point; digits are kept as they came, so that an export gives back what was imported.</summary>
    Number,

    /// <summary>true, false, yes, no, 1 or 0.</summary>
    Boolean,

    /// <summary>yyyy-MM-dd.</summary>
    Date,

    /// <summary>The code or the name of an item of a list.</summary>
    Item,
}
