using System.Globalization;
using CsCheck;
using FlowFunctions.Core.Connections;
using FlowFunctions.Core.Integrations;

namespace FlowFunctions.Core.Tests.Integrations;

/// <summary>Random valid integrations with 1 to 100 jobs, processes among them.</summary>
internal static class AnyJobs
{
    private static readonly Gen<string> ModelId = CsCheck.Gen.Long[0, 999_999_999_999_999_999].Select(id => id.ToString(CultureInfo.InvariantCulture));

    private static readonly Gen<JobInput> Job =
        from type in CsCheck.Gen.Enum<JobType>()
        from connection in CsCheck.Gen.Int[1, 5]
        from name in CsCheck.Gen.String[CsCheck.Gen.Char.AlphaNumeric, 1, 100]
        from isFolder in CsCheck.Gen.Bool
        from overwrite in CsCheck.Gen.Bool
        from action in ModelId
        from file in ModelId
        select new JobInput
        {
            Type = type,
            Item = new()
            {
                ConnectionId = Ids.Of(connection),
                Name = isFolder && !type.IsImport && type.Store != ConnectionType.GoogleBigQuery ? name + "/" : name,
                Overwrite = overwrite && !type.IsImport,
            },
            Action = new(action, type.IsImport ? file : null),
        };

    public static readonly Gen<IntegrationInput> Gen =
        from jobs in CsCheck.Gen.Frequency((9, Job.Array[1, 5]), (1, Job.Array[1, 100]))
        from process in ModelId
        from isProcess in CsCheck.Gen.Bool
        from nuxVisible in CsCheck.Gen.Bool
        from idempotent in CsCheck.Gen.Bool
        select new IntegrationInput
        {
            Name = "Jobs",
            WorkspaceId = "w",
            ModelId = "m",
            NuxVisible = nuxVisible,
            Idempotent = idempotent,
            ProcessId = isProcess ? process : null,
            Jobs = isProcess ? jobs : [.. jobs.Where(job => job.Type.IsImport == jobs[0].Type.IsImport)],
        };
}
