using System.Globalization;
using System.Text;

namespace FlowFunctions.Core.Documents;

/// <summary>Where a value stands in a document. Written out only when a problem needs it: most values have none.</summary>
internal sealed class DocumentPath
{
    public static readonly DocumentPath Root = new(null, null, 0);

    private readonly DocumentPath? _parent;
    private readonly string? _name;
    private readonly int _index;

    private DocumentPath(DocumentPath? parent, string? name, int index)
    {
        _parent = parent;
        _name = name;
        _index = index;
    }

    public DocumentPath Property(string name) => new(this, name, 0);

    public DocumentPath Item(int index) => new(this, null, index);

    public override string ToString()
    {
        var text = new StringBuilder();
        AppendTo(text);
        return text.ToString();
    }

    // As deep as the document, which is at most JsonSyntax.MaximumDepth.
    private void AppendTo(StringBuilder text)
    {
        if (_parent is null)
        {
            return;
        }

        _parent.AppendTo(text);
        if (_name is null)
        {
            text.Append(CultureInfo.InvariantCulture, $"[{_index}]");
        }
        else if (IsIdentifier(_name))
        {
            text.Append(text.Length == 0 ? "" : ".").Append(_name);
        }
        else
        {
            text.Append("[\"").Append(Quoted.Shorten(_name)).Append("\"]");
        }
    }

    private static bool IsIdentifier(string name) =>
        name.Length is > 0 and <= Quoted.MaximumLength && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '$');
}
