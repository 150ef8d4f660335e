using FlowFunctions.Core.Documents;

namespace FlowFunctions.Core.Integrations;

/// <summary>Reads the jobs of an integration. Whether their connections exist is for <see cref="JobConnections"/> to check.</summary>
internal static class JobsReader
{
    private static readonly FieldNames Fields = new("type", "sources", "targets");

    /// <param name="value">The array.</param>
    /// <param name="isProcess">Only the jobs of a process may go in both directions: that of another integration gives it its type.</param>
    public static IReadOnlyList<JobInput> Read(DocumentValue value, bool isProcess)
    {
        var items = value.AsArray() ?? [];
        if (value.Kind == System.Text.Json.JsonValueKind.Array && items.Count is 0 or > IntegrationInput.MaximumJobs)
        {
            value.Refuse($"There must be 1 to {IntegrationInput.MaximumJobs} jobs, but there are {items.Count}.");
        }

        bool? isImport = null;
        var jobs = new List<JobInput>();
        foreach (var item in items)
        {
            if (item.AsObject(Fields) is { } job)
            {
                jobs.Add(Read(job, isProcess, ref isImport));
            }
        }

        return jobs;
    }

    private static JobInput Read(DocumentObject job, bool isProcess, ref bool? isImport)
    {
        var typeValue = job.Required("type");
        var type = typeValue?.AsOneOf(
            (nameof(JobType.AmazonS3ToAnaplan), JobType.AmazonS3ToAnaplan),
            (nameof(JobType.AzureBlobToAnaplan), JobType.AzureBlobToAnaplan),
            (nameof(JobType.GoogleBigQueryToAnaplan), JobType.GoogleBigQueryToAnaplan),
            (nameof(JobType.AnaplanToAmazonS3), JobType.AnaplanToAmazonS3),
            (nameof(JobType.AnaplanToAzureBlob), JobType.AnaplanToAzureBlob),
            (nameof(JobType.AnaplanToGoogleBigQuery), JobType.AnaplanToGoogleBigQuery));
        if (type is { } known && !isProcess && known.IsImport != (isImport ??= known.IsImport))
        {
            typeValue!.Refuse("Imports and exports go together only in a process: give its 'processId', or make two integrations of them.");
        }

        var source = ReadOne(job.Required("sources"), "source") is { } from ? JobEndReader.Read(from, JobSide.Source, type) : null;
        var target = ReadOne(job.Required("targets"), "target") is { } to ? JobEndReader.Read(to, JobSide.Target, type) : null;
        var (item, action) = type is { IsImport: true } ? (source, target) : (target, source);
        return new()
        {
            Type = type ?? default,
            Item = item?.Item ?? new() { ConnectionId = "", Name = "" },
            Action = action?.Action ?? new("", null),
        };
    }

    private static DocumentValue? ReadOne(DocumentValue? list, string what)
    {
        if (list?.AsArray() is not { } items)
        {
            return null;
        }

        if (items.Count != 1)
        {
            list.Refuse($"A job has exactly one {what}, but here are {items.Count}; give each file or table a job of its own.");
            return null;
        }

        return items[0];
    }
}
