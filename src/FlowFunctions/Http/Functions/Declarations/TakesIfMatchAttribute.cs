namespace FlowFunctions.Http;

/// <summary>
/// An HTTP function that changes a document, and so takes <c>If-Match</c>, though its method is none that says so: PUT, PATCH and DELETE
/// do.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TakesIfMatchAttribute : Attribute;
