using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FlowFunctions.Mutation.Making;

/// <summary>
/// Finds every mutant of a file. Left alone: attributes, enumerations' values, texts of exceptions that are thrown (they speak to
/// developers, not to callers),
/// checks of arguments, and calls of loggers.
/// </summary>
internal static class MutantFinder
{
    /// <param name="compilation">That the tree belongs to, without errors.</param>
    /// <param name="tree">The file.</param>
    /// <param name="file">Its name, as mutants tell it.</param>
    /// <param name="firstId">The first mutant's; those after it count on.</param>
    /// <param name="fixedConstants">Names of constants that cannot become properties; see <see cref="Constants"/>.</param>
    public static IReadOnlyList<Mutant> Find(Compilation compilation, SyntaxTree tree, string file, int firstId,
        IReadOnlySet<string> fixedConstants)
    {
        var model = compilation.GetSemanticModel(tree);
        var mutators = new Mutators(model);
        var seen = new HashSet<(SyntaxNode Place, string? Changed)>();
        var mutants = new List<Mutant>();
        foreach (var node in tree.GetRoot().DescendantNodes(node => !IsLeftAlone(node)).Where(node => !IsLeftAlone(node)))
        {
            foreach (var change in mutators.Of(node))
            {
                var place = change.Changed is null ? PlaceOf(change.Place) : WithDeclarations(PlaceOf(change.Place));
                var changed = change.Changed is null ? null
                    : place == change.Place ? change.Changed.WithoutTrivia()
                    : place.ReplaceNode(change.Place, change.Changed.WithTriviaFrom(change.Place));
                if ((changed is null && place != change.Place) || !seen.Add((place, changed?.ToString())))
                {
                    continue;
                }

                var line = tree.GetLineSpan(change.Place.Span).StartLinePosition.Line + 1;
                mutants.Add(new Mutant(
                    firstId + mutants.Count, file, line, Mutators.OneLine(change.Before), Mutators.OneLine(change.After), place, changed,
                        CanBeSwitched(place, fixedConstants)));
            }
        }

        return mutants;
    }

    private static bool IsLeftAlone(SyntaxNode node) =>
        node is AttributeListSyntax or EnumMemberDeclarationSyntax or UsingDirectiveSyntax
        || (node is LiteralExpressionSyntax or InterpolatedStringExpressionSyntax && IsTextOfException(node));

    private static bool IsTextOfException(SyntaxNode node) =>
        node.Ancestors().TakeWhile(at => at is not (StatementSyntax or MemberDeclarationSyntax or LambdaExpressionSyntax))
            .Any(at => at is ThrowExpressionSyntax)
        || node.FirstAncestorOrSelf<StatementSyntax>() is ThrowStatementSyntax;

    /// <summary>The smallest node around it that can be one of two when the code runs: an expression with a value, or a
    /// statement.</summary>
    private static SyntaxNode PlaceOf(SyntaxNode node)
    {
        var place = node;
        while (IsPartOfPattern(place) || place is InitializerExpressionSyntax or SwitchExpressionArmSyntax || place.Parent is PatternSyntax
            || (place is AssignmentExpressionSyntax && place.Parent is InitializerExpressionSyntax))
        {
            if (place.Parent is null or SwitchLabelSyntax)
            {
                break;
            }

            place = place.Parent;
        }

        // What follows a ?. has no meaning without what stands before it.
        while (place.DescendantNodesAndSelf()
            .Any(node => node is MemberBindingExpressionSyntax or ElementBindingExpressionSyntax && !node.Ancestors()
            .TakeWhile(at => at != place.Parent).Any(at => IsAccessOf(at, node)))
            && place.Parent is not null)
        {
            place = place.Ancestors().First(at => at is ConditionalAccessExpressionSyntax);
        }

        // A statement of one expression is exchanged whole: a choice of two expressions is no statement.
        return place.Parent is ExpressionStatementSyntax statement ? statement : place;
    }

    private static bool IsAccessOf(SyntaxNode access, SyntaxNode binding) =>
        access is ConditionalAccessExpressionSyntax { WhenNotNull: var chain } && chain.Span.Contains(binding.Span);

    private static bool IsPartOfPattern(SyntaxNode node) =>
        node is PatternSyntax or SubpatternSyntax or PropertyPatternClauseSyntax or PositionalPatternClauseSyntax;

    private static bool CanBeSwitched(SyntaxNode place, IReadOnlySet<string> fixedConstants)
    {
        if (place is not (ExpressionSyntax or StatementSyntax) || place is ThrowExpressionSyntax || place.Parent is SwitchLabelSyntax)
        {
            return false;
        }

        foreach (var at in place.Ancestors().TakeWhile(at => at is not LambdaExpressionSyntax))
        {
            if (at is ParameterSyntax or LocalDeclarationStatementSyntax { IsConst: true }
                || (Constants.IsConstant(at) && !CanBeProperty((FieldDeclarationSyntax)at, fixedConstants)))
            {
                return false;
            }

            if (at is MemberDeclarationSyntax)
            {
                break;
            }
        }

        return DeclaredIn(place).All(name => !IsUsedOutside(name, place));
    }

    private static bool CanBeProperty(FieldDeclarationSyntax field, IReadOnlySet<string> fixedConstants) =>
        field.Declaration.Variables is [var only] && !field.Modifiers.Any(SyntaxKind.PublicKeyword)
            && !fixedConstants.Contains(only.Identifier.Text);

    /// <summary>The smallest expression around it that uses all variables which it declares, else the smallest statement: they can have other
    /// names in a copy of it. It is itself where there is none.</summary>
    private static SyntaxNode WithDeclarations(SyntaxNode place)
    {
        foreach (var at in place.AncestorsAndSelf().TakeWhile(at => at is ExpressionSyntax))
        {
            if (DeclaredIn(at).All(name => !IsUsedOutside(name, at)))
            {
                return at.Parent is ExpressionStatementSyntax statement ? statement : at;
            }
        }

        return place.AncestorsAndSelf().TakeWhile(at => at is not MemberDeclarationSyntax).FirstOrDefault(IsWhole) ?? place;
    }

    // A declaration is seen by what follows it in its block, and never whole without that.
    private static bool IsWhole(SyntaxNode at) =>
        at is StatementSyntax and not (LocalDeclarationStatementSyntax or LocalFunctionStatementSyntax)
        && DeclaredIn(at).All(name => !IsUsedOutside(name, at));

    /// <summary>Names of the variables that patterns and arguments declare in it.</summary>
    public static IEnumerable<string> DeclaredIn(SyntaxNode place) =>
        place.DescendantNodesAndSelf().OfType<SingleVariableDesignationSyntax>().Where(node => !IsInFunction(node, place))
            .Select(node => node.Identifier.Text);

    private static bool IsUsedOutside(string name, SyntaxNode place) =>
        place.Ancestors().First(at => at is MemberDeclarationSyntax).DescendantNodes().OfType<IdentifierNameSyntax>()
            .Any(used => used.Identifier.Text == name && !place.Span.Contains(used.Span));

    // What a function within the place declares is seen nowhere else.
    private static bool IsInFunction(SyntaxNode node, SyntaxNode place) =>
        node.Ancestors().TakeWhile(at => at != place).Any(at => at is AnonymousFunctionExpressionSyntax);
}
