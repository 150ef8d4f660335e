using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AnaplanSimulator.Exports;
using AnaplanSimulator.Faults;
using AnaplanSimulator.Tasks;
using AnaplanSimulator.Traffic;

namespace AnaplanSimulator.Control;

/// <summary>
/// Turns the simulator and looks into it, for a test in the same process; over HTTP the same is under /_control. Safe for threads. Where a method takes the id of
/// a model, null is the first one of the definition.
/// </summary>
public sealed class SimulatorControl
{
    private readonly Simulation _simulation;

    internal SimulatorControl(Simulation simulation) => _simulation = simulation;

    /// <summary>Holds from the next request on. A reset brings back those of the start.</summary>
    /// <exception cref="ArgumentException">A setting is out of its range; nothing is changed.</exception>
    public SimulatorSettings Settings
    {
        get => World.Settings;
        set => World.Settings = value;
    }

    /// <summary>The faults that are to come, with what is left of them.</summary>
    public IReadOnlyList<Fault> Faults => World.Faults.Faults;

    /// <summary>Every request since the start or the reset, in the order of the answers; of very many the last 100,000.</summary>
    public IReadOnlyList<LoggedRequest> Requests => World.Requests.Requests;

    /// <summary>Every chunk that was taken, in the order in which they came to their end.</summary>
    public IReadOnlyList<ReceivedChunk> Chunks => World.Requests.Chunks;

    /// <summary>Every task of every model, in the order in which they were posted to it.</summary>
    public IReadOnlyList<TaskSnapshot> Tasks => [.. World.Models.SelectMany(model => model.Tasks).Select(task => task.Look())];

    private World World => _simulation.World;

    /// <exception cref="FormatException">The fault's pattern of requests is none.</exception>
    public void Add(Fault fault) => World.Faults.Add(fault);

    public void ClearFaults() => World.Faults.Clear();

    /// <summary>Every token that was handed out is unknown from now on.</summary>
    public void ExpireTokens() => World.Tokens.ExpireAll();

    public void AddUser(string user, string password) => World.Accounts.Add(user, password);

    /// <summary>Lets the user authenticate with this certificate. Only its public part is kept.</summary>
    public void AddCertificate(string user, X509Certificate2 certificate) => World.Accounts.Add(user, certificate);

    /// <summary>How many requests fit a pattern such as <c>PUT **/chunks/*</c>.</summary>
    /// <exception cref="FormatException">The pattern is none; see <see cref="Fault.Requests"/>.</exception>
    public int Count(string pattern) => World.Requests.Matching(pattern).Count;

    /// <summary>The tasks of an action.</summary>
    public IReadOnlyList<TaskSnapshot> TasksOf(string actionId) => [.. Tasks.Where(task => task.ActionId == actionId)];

    /// <summary>Starts a task of an action as another user does.</summary>
    /// <param name="actionId">The action.</param>
    /// <param name="modelId">The model.</param>
    /// <param name="upload">The text that this user has uploaded for its imports, which nobody else reads; null: they read what was uploaded last, as where the user is the same.</param>
    /// <returns>Its id; null where the model has no such action.</returns>
    public string? PostTask(string actionId, string? modelId = null, string? upload = null) =>
        ModelOf(modelId) is var model && model.Definition.HasAction(actionId) ? model.Post(actionId, upload is null ? null : model.Keep(upload)).Id : null;

    /// <summary>Uploads a text into a file, as another program of the same user does.</summary>
    /// <returns>Whether it was taken: a file that a task is reading is not changed.</returns>
    public bool TryUpload(string fileId, string text, string? modelId = null)
    {
        var model = ModelOf(modelId);
        var (upload, refusal) = model.Files[fileId].Begin(1) is { } busy ? (null, busy) : model.Files[fileId].Expect(0);
        return refusal is null && model.Files[fileId].Set(upload!, 0, model.KeepChunk(text)) is null;
    }

    /// <summary>Reads what was uploaded last; null while it is not whole. The caller disposes the stream.</summary>
    public Stream? OpenUpload(string fileId, string? modelId = null) => ModelOf(modelId).Files[fileId].Content?.OpenRead();

    /// <summary>The SHA-256 of what was uploaded last, in lower-case hex; null while it is not whole.</summary>
    public async Task<string?> HashUploadAsync(string fileId, string? modelId = null, CancellationToken cancellationToken = default)
    {
        await using var content = OpenUpload(fileId, modelId);
        return content is null ? null : Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
    }

    /// <summary>The rows of a list, module or table, after a row with the names of its columns. A table is read while the rows are.</summary>
    public IEnumerable<IReadOnlyList<string>> Read(string name, string? modelId = null)
    {
        var source = ExportSource.Of(name, ModelOf(modelId).Data);
        return source.Rows.Prepend(source.Columns);
    }

    /// <summary>Begins anew: models, tokens, faults, settings and the log are as at the start. What is running is ended.</summary>
    public async Task ResetAsync() => await _simulation.ResetAsync();

    private Model ModelOf(string? modelId) =>
        modelId is null ? World.Models[0] : World.Models.First(model => string.Equals(model.Definition.Id, modelId, StringComparison.OrdinalIgnoreCase));
}
