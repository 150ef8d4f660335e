using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FlowFunctions.Targets.Anaplan.Steps;

/// <summary>How far a step's work on a model has come: the step's handle. Whoever has it can go on, in another process too.</summary>
internal sealed record StepState
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,

        // A handle has a limit, and the usual escapes make six characters of one wherever people do not write English.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>When the step came to the model's queue.</summary>
    public DateTimeOffset QueuedAt { get; init; }

    /// <summary>Whether its turn has come.</summary>
    public bool HadTurn { get; init; }

    /// <summary>Key of the ticket whose turn it was; null before that.</summary>
    public string? Ticket { get; init; }

    /// <summary>
    /// Whether another had the model's turn after this step had asked for a task of which it does not know whether it was taken: should it be asked for again, the files are to be brought again
    /// before.
    /// </summary>
    public bool HasLostTurn { get; init; }

    /// <summary>Since when the model was busy whenever it was asked; null where it took the last request.</summary>
    public DateTimeOffset? BusySince { get; init; }

    /// <summary>Place in the <see cref="ModelPlan"/> of the operation that is being done; as many as there are once all is done.</summary>
    public int Stage { get; init; }

    /// <summary>Of the upload that is being done; null before it and after it.</summary>
    public UploadState? Upload { get; init; }

    /// <summary>How often the upload began anew: the source was replaced while it was read, or the model does not say whether it has it.</summary>
    public int UploadsBegunAnew { get; init; }

    /// <summary>By import: the rows of the file that was brought for it, its header among them, null where they are not known; until its task has ended.</summary>
    public IReadOnlyDictionary<string, long?> Rows { get; init; } = new Dictionary<string, long?>();

    /// <summary>Of the task that is being run; null before it and after it.</summary>
    public TaskProgress? Task { get; init; }

    /// <summary>When the last task was seen to have ended; null before the first end.</summary>
    public DateTimeOffset? TaskEndedAt { get; init; }

    /// <summary>Of the download that is being done; null before it and after it.</summary>
    public DownloadState? Download { get; init; }

    /// <summary>By job: the store's state of a write that has begun and is not complete.</summary>
    public IReadOnlyDictionary<int, string> Writes { get; init; } = new Dictionary<int, string>();

    /// <summary>What the operations done so far came to.</summary>
    public WorkOutcome Outcome { get; init; } = new();

    /// <summary>The next operation, with nothing begun of it.</summary>
    public StepState NextStage() => this with { Stage = Stage + 1, Upload = null, UploadsBegunAnew = 0, Task = null, Download = null, BusySince = null, HasLostTurn = false };

    /// <summary>An operation before, or this one, with nothing brought into the model's files and no task asked for.</summary>
    public StepState BackTo(int stage) => stage == Stage && Upload is null && Task is null ? this : this with { Stage = stage, Upload = null, Task = null, HasLostTurn = false };

    public StepState WithRows(string importId, long? rows) => this with { Rows = new Dictionary<string, long?>(Rows) { [importId] = rows } };

    public StepState WithWrite(int job, string? state)
    {
        var writes = new Dictionary<int, string>(Writes);
        if (state is null)
        {
            writes.Remove(job);
        }
        else
        {
            writes[job] = state;
        }

        return this with { Writes = writes };
    }

    /// <exception cref="InvalidDataException">The handle is none of this version's.</exception>
    public static StepState Parse(string handle)
    {
        try
        {
            return JsonSerializer.Deserialize<StepState>(handle, Format) ?? throw new InvalidDataException("The step's handle is empty.");
        }
        catch (JsonException unreadable)
        {
            throw new InvalidDataException("The step's handle cannot be read.", unreadable);
        }
    }

    public override string ToString() => JsonSerializer.Serialize(this, Format);
}
