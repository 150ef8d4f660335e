namespace FlowFunctions.Cli.Applying;

/// <param name="Prunes">Whether what the definitions do not have is to be deleted: documents, and schedules of those that they have.</param>
/// <param name="WritesSecrets">Whether secrets are written that nothing else would: they cannot be compared, and may be new.</param>
/// <param name="NeedsSecrets">Whether credentials are needed: they are not compared, and only who writes has to have them.</param>
internal sealed record PlanOptions(bool Prunes, bool WritesSecrets, bool NeedsSecrets = true);
