namespace FlowFunctions.Infra.Tests.Template;

/// <summary>Where a fact stands.</summary>
/// <param name="Repository">On GitHub, as owner/name.</param>
/// <param name="Path">The file.</param>
/// <param name="Commit">Of the file that was read.</param>
/// <param name="Id">What stands there, where the fact is an id.</param>
internal sealed record FactSource(string Repository, string Path, string Commit, string? Id = null);
