using Microsoft.CodeAnalysis;

namespace FlowFunctions.Mutation.Making;

/// <summary>One change of the product's code that its tests ought to notice.</summary>
/// <param name="Id">From 1, in the order of files and lines.</param>
/// <param name="File">From the repository's root, with slashes.</param>
/// <param name="Line">From 1.</param>
/// <param name="Before">The code that is changed, on one line.</param>
/// <param name="After">What it becomes; empty where it is removed.</param>
/// <param name="Place">The node of the original tree that is exchanged; what is changed is inside it, or is it.</param>
/// <param name="Changed">What stands there instead; null where a statement is left out.</param>
/// <param name="CanBeSwitched">
/// Whether place and change can stand beside each other in one build, one of them chosen when the code runs. Constants and variables that
/// the place
/// declares forbid it: such a mutant is a build of its own.
/// </param>
internal sealed record Mutant(int Id, string File, int Line, string Before, string After, SyntaxNode Place, SyntaxNode? Changed,
    bool CanBeSwitched)
{
    /// <summary>The line of the file in which the code begins that is changed.</summary>
    public string LineOfCode => Place.SyntaxTree.GetText().Lines[Line - 1].ToString();
}
