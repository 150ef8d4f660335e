using Azure.Core.Serialization;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>How the worker reads and writes what functions take and return.</summary>
public class WorkerOptions
{
    public WorkerOptions()
    {
    }

    /// <summary>Reads and writes JSON. Default: System.Text.Json with names as declared, read without regard to case.</summary>
    public ObjectSerializer? Serializer { get; set; }

    public InputConverterCollection InputConverters { get; } = [];
}
