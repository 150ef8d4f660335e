namespace FlowFunctions.Core.Tests;

/// <summary>Values at the bounds of fields, as rows of a theory: the field, the value, and whether it is taken.</summary>
internal static class AtBounds
{
    public static TheoryData<string, string, bool> Of(IEnumerable<(string Field, string[] Taken, string[] Refused)> fields)
    {
        var all = new TheoryData<string, string, bool>();
        foreach (var (field, taken, refused) in fields)
        {
            taken.ToList().ForEach(value => all.Add(field, value, true));
            refused.ToList().ForEach(value => all.Add(field, value, false));
        }

        return all;
    }
}
