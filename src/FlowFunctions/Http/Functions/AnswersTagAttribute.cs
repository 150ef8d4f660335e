namespace FlowFunctions.Http;

/// <summary>An HTTP function whose answer carries the <c>ETag</c> of the document that the call is about.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AnswersTagAttribute : Attribute;
