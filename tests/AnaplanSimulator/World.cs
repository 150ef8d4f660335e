using AnaplanSimulator.Authentication;
using AnaplanSimulator.Definition;
using AnaplanSimulator.Faults;
using AnaplanSimulator.Files;
using AnaplanSimulator.Tasks;
using AnaplanSimulator.Traffic;

namespace AnaplanSimulator;

/// <summary>Everything between two resets.</summary>
internal sealed class World : IAsyncDisposable
{
    private volatile SimulatorSettings _settings;

    public World(SimulatorOptions options)
    {
        _settings = options.Settings;
        Definition = options.Definition;
        Time = options.Time;
        Accounts = new Accounts(Time);
        Tokens = new TokenStore(() => Settings.TokenLifetime, Time);
        Budget = new RequestBudget(Time);
        foreach (var user in Definition.Users)
            Accounts.Add(user.User, user.Password);
        foreach (var definition in Definition.Certificates)
        {
            using var certificate = Authentication.Accounts.Parse(definition.Certificate)!;
            Accounts.Add(definition.User, certificate);
        }

        var log = options.Logging.CreateLogger("AnaplanSimulator.Tasks");
        Models =
        [
            .. Definition.Workspaces.SelectMany(workspace => workspace.Models.Select(model => new Model(workspace.Id, model, Folder, () => Settings, Time, log))),
        ];
    }

    public SimulatorDefinition Definition { get; }

    public TimeProvider Time { get; }

    public Accounts Accounts { get; }

    public TokenStore Tokens { get; }

    public RequestBudget Budget { get; }

    public IReadOnlyList<Model> Models { get; }

    public FaultScript Faults { get; } = new();

    public RequestLog Requests { get; } = new();

    public WorkFolder Folder { get; } = new();

    /// <exception cref="ArgumentException">A setting is out of its range; nothing is changed.</exception>
    public SimulatorSettings Settings
    {
        get => _settings;
        set => _settings = value.Faults is [] ? value : throw new ArgumentException(string.Join(' ', value.Faults), nameof(value));
    }

    public Model? FindModel(string workspaceId, string modelId) =>
        Models.FirstOrDefault(model => Same(model.WorkspaceId, workspaceId) && Same(model.Definition.Id, modelId));

    public async ValueTask DisposeAsync()
    {
        foreach (var model in Models)
            await model.DisposeAsync();
        Folder.Dispose();
    }

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
