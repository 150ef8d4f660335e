namespace FlowFunctions.Benchmarks.Pages;

/// <summary>What a page's load was.</summary>
/// <param name="First">The first contentful paint, in ms from the begin of the navigation.</param>
/// <param name="Largest">The largest contentful paint, the same.</param>
/// <param name="Shift">The sum of all layout shifts, which is what CLS is at most.</param>
/// <param name="Bytes">Transferred, heads included; 0 of what came from the cache.</param>
/// <param name="AnswerBytes">Of these, the API's answers.</param>
internal sealed record Load(double First, double Largest, double Shift, double Bytes, double AnswerBytes);
