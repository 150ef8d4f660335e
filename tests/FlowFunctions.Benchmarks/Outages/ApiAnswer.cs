namespace FlowFunctions.Benchmarks.Outages;

/// <summary>What a route answered while the storage was away.</summary>
/// <param name="Route">Method and template.</param>
/// <param name="Status">Of HTTP; 0 where there was no answer.</param>
/// <param name="Seconds">From the request to the answer's last byte.</param>
/// <param name="HasRetryAfter">Whether it says when to come back.</param>
/// <param name="Text">Its body.</param>
internal sealed record ApiAnswer(string Route, int Status, double Seconds, bool HasRetryAfter, string Text);
