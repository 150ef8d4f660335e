namespace FlowFunctions.Cli.App;

/// <summary>The key that the API is called with.</summary>
/// <param name="Value">The secret itself; never printed.</param>
/// <param name="ShellExpression">How a shell finds the same key, for the commands that the tool shows.</param>
internal sealed record AppKey(string Value, string ShellExpression)
{
    private const string Variable = "FLOWS_KEY";
    private const string DevelopmentKeyExpression = "$(cat .flows/dev-key)";

    private static readonly string DevelopmentKeyFile = Path.Combine(".flows", "dev-key");

    /// <summary>The environment's key, else the one that the app made for itself when it started without any.</summary>
    public static async Task<AppKey> FindAsync(CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } configured)
            return new AppKey(configured, $"${Variable}");
        if (!File.Exists(DevelopmentKeyFile))
            throw new FlowsException($"There is no key to call the API with: {DevelopmentKeyFile} does not exist.", $"Keys are configured for the app; set {Variable} to one of the role editor.");
        var key = await File.ReadAllTextAsync(DevelopmentKeyFile, cancellationToken);
        return new AppKey(key.Trim(), DevelopmentKeyExpression);
    }

    /// <summary>What to do where the app refuses the key.</summary>
    public string RefusalCure => ShellExpression == DevelopmentKeyExpression
        ? $"The app has keys in its settings, so that the one in {DevelopmentKeyFile} opens nothing any more: set {Variable} to one of the role editor (make one with 'flows keys new --name NAME --role editor'), or take the keys out of local.settings.json."
        : $"Set {Variable} to a key that the app has in its settings, of the role editor (make one with 'flows keys new --name NAME --role editor'), or unset it where the app has none.";

    public override string ToString() => ShellExpression;
}
