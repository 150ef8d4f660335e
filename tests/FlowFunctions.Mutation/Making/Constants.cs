using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FlowFunctions.Mutation.Making;

/// <summary>Constant fields. Where neither the compiler nor another assembly needs one's value, a property does as well, and can be
/// switched.</summary>
internal static class Constants
{
    /// <summary>Names that stand where only a constant may: in patterns, cases, attributes, other constants, defaults of
    /// parameters.</summary>
    public static IReadOnlySet<string> NeededByCompiler(Compilation compilation) =>
        compilation.SyntaxTrees.SelectMany(tree => tree.GetRoot().DescendantNodes()).OfType<IdentifierNameSyntax>().Where(IsInConstant)
            .Select(name => name.Identifier.Text).ToHashSet(StringComparer.Ordinal);

    public static bool IsConstant(SyntaxNode node) => node is FieldDeclarationSyntax field && field.Modifiers.Any(SyntaxKind.ConstKeyword);

    /// <summary>The declaration of a static property with the field's value.</summary>
    public static PropertyDeclarationSyntax AsProperty(FieldDeclarationSyntax field)
    {
        var variable = field.Declaration.Variables[0];
        var modifiers = field.Modifiers.Select(modifier =>
            modifier.IsKind(SyntaxKind.ConstKeyword) ? SyntaxFactory.Token(SyntaxKind.StaticKeyword).WithTriviaFrom(modifier) : modifier);
        return SyntaxFactory.PropertyDeclaration(field.Declaration.Type, variable.Identifier.WithTrailingTrivia(SyntaxFactory.Space))
            .WithModifiers(SyntaxFactory.TokenList(modifiers))
            .WithExpressionBody(SyntaxFactory.ArrowExpressionClause(variable.Initializer!.Value))
            .WithSemicolonToken(field.SemicolonToken);
    }

    private static bool IsInConstant(IdentifierNameSyntax name) =>
        name.Ancestors().TakeWhile(at => at is not (StatementSyntax or ArgumentSyntax) || at is LocalDeclarationStatementSyntax).Any(at =>
            at is PatternSyntax or SwitchLabelSyntax or AttributeSyntax or ParameterSyntax or EnumMemberDeclarationSyntax
                or LocalDeclarationStatementSyntax { IsConst: true }
            || IsConstant(at));
}
