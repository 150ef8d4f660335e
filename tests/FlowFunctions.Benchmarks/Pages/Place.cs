namespace FlowFunctions.Benchmarks.Pages;

/// <summary>A page that is opened by its address.</summary>
/// <param name="Name">In the table.</param>
/// <param name="Path">Its address, below the installation's.</param>
/// <param name="Target">A selector of what a visitor clicks first.</param>
/// <param name="Answer">A selector of what is there, and was not, when that has been answered.</param>
internal sealed record Place(string Name, string Path, string Target, string Answer);
