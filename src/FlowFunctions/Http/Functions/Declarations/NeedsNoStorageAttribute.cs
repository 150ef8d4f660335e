namespace FlowFunctions.Http;

/// <summary>An HTTP function that does without storage, or says itself that it is not there: it does not wait for the tables.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsNoStorageAttribute : Attribute;
