namespace FlowFunctions.Core.Documents;

/// <summary>One thing that is wrong with a document.</summary>
/// <param name="Path">JSON path of the value, from the document's root: <c>steps[1].dependsOn[0]</c>; empty for the document itself.
/// Always in camelCase, whichever spelling the document used.</param>
/// <param name="Message">What is wrong and what would be right, in one sentence.</param>
public sealed record Problem(string Path, string Message);
