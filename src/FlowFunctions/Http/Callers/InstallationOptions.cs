using FlowFunctions.Settings;

namespace FlowFunctions.Http;

/// <summary>What people call this installation, so that they do not take one for another. Section <c>Flows</c>.</summary>
public sealed class InstallationOptions : IOptionsWithFaults
{
    public const string Section = "Flows";

    public const int MaximumNameLength = 100;
    public const int MaximumEnvironmentLength = 30;

    /// <summary>For people, such as <c>Planning EMEA</c>; at most 100 characters, empty by default.</summary>
    public string Name { get; set; } = "";

    /// <summary>What it is for, such as <c>dev</c> or <c>prod</c>; at most 30 characters, empty by default.</summary>
    public string Environment { get; set; } = "";

    public IEnumerable<string> Faults() =>
    [
        .. Check("Flows:Name", Name, MaximumNameLength),
        .. Check("Flows:Environment", Environment, MaximumEnvironmentLength),
    ];

    private static IEnumerable<string> Check(string setting, string value, int maximum) =>
        value.Length <= maximum && !value.Any(char.IsControl)
            ? []
            : [$"{setting} is too long or has control characters; give at most {maximum} characters without them, or leave it out."];
}
