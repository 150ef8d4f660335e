using FlowFunctions.Core.Connections;
using FlowFunctions.Core.Documents;

namespace FlowFunctions.Core.Integrations;

/// <summary>Reads a source or a target of a job.</summary>
internal sealed class JobEndReader
{
    private static readonly FieldNames SourceFields = new("type", "connectionId", "file", "table", "actionId");
    private static readonly FieldNames TargetFields = new("type", "connectionId", "file", "table", "overwrite", "actionId", "fileId");

    private readonly DocumentObject _end;
    private readonly JobSide _side;
    private readonly JobEndType _type;

    private JobEndReader(DocumentObject end, JobSide side, JobEndType type)
    {
        _end = end;
        _side = side;
        _type = type;
    }

    /// <summary>Of an end that is not Anaplan.</summary>
    private ConnectionType Store => _type switch
    {
        JobEndType.AmazonS3 => ConnectionType.AmazonS3,
        JobEndType.AzureBlob => ConnectionType.AzureBlob,
        _ => ConnectionType.GoogleBigQuery,
    };

    private string SideName => _side == JobSide.Source ? "source" : "target";

    /// <param name="value">An object whose fields follow from its <c>type</c>.</param>
    /// <param name="side">Of the job.</param>
    /// <param name="job">The job's type, which the end's must suit; null where it is not known.</param>
    /// <returns>Null where nothing is known of the end; there is a problem then, as there may be otherwise.</returns>
    public static JobEnd? Read(DocumentValue value, JobSide side, JobType? job)
    {
        if (value.AsObject(side == JobSide.Source ? SourceFields : TargetFields) is not { } end)
        {
            return null;
        }

        var expected = job is { } known ? TypeAt(side, known) : (JobEndType?)null;
        var typeValue = end.Required("type");
        var type = typeValue?.AsOneOf(
            (nameof(JobEndType.Anaplan), JobEndType.Anaplan),
            (nameof(JobEndType.AmazonS3), JobEndType.AmazonS3),
            (nameof(JobEndType.AzureBlob), JobEndType.AzureBlob),
            (nameof(JobEndType.GoogleBigQuery), JobEndType.GoogleBigQuery));
        if (type is { } given && expected is { } right && given != right)
        {
            typeValue!.Refuse($"The {(side == JobSide.Source ? "source" : "target")} of a job of type '{job}' must be of type '{right}'.");
        }

        return (type ?? expected) is { } readAs ? new JobEndReader(end, side, readAs).Read() : null;
    }

    private static JobEndType TypeAt(JobSide side, JobType job) => job.IsImport == (side == JobSide.Target)
        ? JobEndType.Anaplan
        : job.Store switch
        {
            ConnectionType.AmazonS3 => JobEndType.AmazonS3,
            ConnectionType.AzureBlob => JobEndType.AzureBlob,
            _ => JobEndType.GoogleBigQuery,
        };

    private JobEnd Read() => _type == JobEndType.Anaplan ? new(null, ReadAction()) : new(ReadItem(), null);

    private AnaplanAction ReadAction()
    {
        RefuseFields("connectionId", "file", "table", "overwrite");
        var actionId = _end.Required("actionId") is { } action ? ModelIds.Read(action) : null;
        var fileId = _side == JobSide.Target && _end.Required("fileId") is { } file ? ModelIds.Read(file) : null;
        return new(actionId ?? "", fileId);
    }

    private StoreItem ReadItem()
    {
        var isTable = _type == JobEndType.GoogleBigQuery;
        RefuseFields(isTable ? "file" : "table", "actionId", "fileId");
        var connectionId = _end.Required("connectionId")?.AsResourceId();
        var name = _end.Required(isTable ? "table" : "file") is { } value ? ReadName(value) : null;
        var overwrite = _side == JobSide.Target && (_end.Optional("overwrite")?.AsBoolean() ?? false);
        return new() { ConnectionId = connectionId ?? "", Name = name ?? "", Overwrite = overwrite };
    }

    private void RefuseFields(params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
        {
            if (_end.Has(field))
            {
                _end.Optional(field)?.Refuse($"A {SideName} of type '{_type}' has no '{field}'.");
            }
        }
    }

    /// <summary>An import reads one file or table; an export of files may go to a folder, where the file gets the integration's name.</summary>
    private string? ReadName(DocumentValue value)
    {
        if (value.AsString() is not { } name)
        {
            return null;
        }

        var fault = _side == JobSide.Source ? StoreNames.FindFault(Store, name) : StoreNames.FindFaultOfTarget(Store, name);
        if (fault is null)
        {
            return name;
        }

        value.Refuse(fault);
        return null;
    }
}
