using Microsoft.CodeAnalysis;

namespace FlowFunctions.Mutation.Making;

/// <summary>What a mutator proposes: one node for another.</summary>
/// <param name="Place">The node that is exchanged.</param>
/// <param name="Changed">What stands there instead; null where a statement is left out.</param>
/// <param name="Before">The part of it that differs, for people.</param>
/// <param name="After">What it becomes, for people; empty where it is left out.</param>
internal sealed record Change(SyntaxNode Place, SyntaxNode? Changed, string Before, string After)
{
    public Change(SyntaxNode place, SyntaxNode changed)
        : this(place, changed, place.ToString(), changed.ToString())
    {
    }
}
