namespace FlowFunctions.Http;

/// <summary>An HTTP function whose answer carries an <c>ETag</c>. A page of a list has one of its content without this.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AnswersTagAttribute : Attribute
{
    /// <summary>Whether it is of the answer as it is, and who has that is answered with 304; otherwise it is of the document that the call is about, for <c>If-Match</c>.</summary>
    public bool IsOfContent { get; init; }
}
