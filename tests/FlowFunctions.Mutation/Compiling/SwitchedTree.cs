using System.Globalization;
using FlowFunctions.Mutation.Making;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace FlowFunctions.Mutation.Compiling;

/// <summary>
/// A file with all its mutants beside each other, one of them chosen when the code runs ("mutant schemata", Untch, Offutt and Harrold
/// 1993). What initialises
/// a type is marked, because it runs once; a member with a mutant that cannot be switched says that it was reached.
/// </summary>
internal sealed class SwitchedTree : CSharpSyntaxRewriter
{
    /// <summary>The kind of annotation of a choice; its data are the ids of the mutants, with commas between.</summary>
    public const string Choice = "mutants";

    private const string Switch = "global::FlowFunctionsMutants.Switch";

    private readonly SemanticModel _model;
    private readonly ILookup<SyntaxNode, Mutant> _switched;
    private readonly ILookup<SyntaxNode, int> _reached;

    private SwitchedTree(SemanticModel model, IEnumerable<Mutant> mutants, ISet<int> apart)
    {
        _model = model;
        var all = mutants.ToList();
        _switched = all.Where(mutant => !apart.Contains(mutant.Id)).ToLookup(mutant => mutant.Place);
        _reached = all.Where(mutant => apart.Contains(mutant.Id))
            .Select(mutant => (Member: MemberOf(mutant.Place), mutant.Id)).Where(pair => pair.Member is not null)
                .ToLookup(pair => pair.Member!, pair => pair.Id);
    }

    /// <param name="model">The file as it is.</param>
    /// <param name="mutants">All the file's.</param>
    /// <param name="apart">Those that are not switched.</param>
    public static SyntaxTree Of(SemanticModel model, IEnumerable<Mutant> mutants, ISet<int> apart)
    {
        var root = new SwitchedTree(model, mutants, apart).Visit(model.SyntaxTree.GetRoot())!;
        return model.SyntaxTree.WithRootAndOptions(root, model.SyntaxTree.Options);
    }

    /// <summary>The ids that an annotation of a choice holds.</summary>
    public static IEnumerable<int> IdsOf(SyntaxAnnotation choice) =>
        choice.Data!.Split(',').Select(id => int.Parse(id, CultureInfo.InvariantCulture));

    public override SyntaxNode? Visit(SyntaxNode? node)
    {
        if (node is null)
        {
            return null;
        }

        var visited = base.Visit(node)!;
        visited = _switched.Contains(node) ? Chosen(node, visited, [.. _switched[node]]) : visited;
        visited = visited is FieldDeclarationSyntax field && Constants.IsConstant(field) && field.GetAnnotatedNodes(Choice)
            .Any() ? Constants.AsProperty(field) : visited;
        visited = _reached.Contains(node) ? Reaching(node, visited, [.. _reached[node]]) : visited;
        return visited is TypeDeclarationSyntax type and not InterfaceDeclarationSyntax ? Marked(type) : visited;
    }

    private SyntaxNode Chosen(SyntaxNode original, SyntaxNode visited, List<Mutant> mutants)
    {
        var ids = Annotation([.. mutants.Select(mutant => mutant.Id)]);
        if (original is StatementSyntax)
        {
            var statement = (StatementSyntax)visited;
            foreach (var mutant in mutants)
            {
                StatementSyntax other = mutant.Changed switch
                {
                    null => Block(),
                    ExpressionSyntax expression => ExpressionStatement(expression),
                    var changed => (StatementSyntax)Renamed(original, changed, mutant.Id),
                };
                statement = IfStatement(Is(mutant), Block(other)
                    .WithAdditionalAnnotations(Annotation(mutant.Id)), ElseClause(Block(statement)));
            }

            // Where a method has its block, there can be nothing else.
            statement = original is BlockSyntax ? Block(statement) : statement;
            return statement.WithTriviaFrom(original).WithAdditionalAnnotations(ids);
        }

        var whole = (ExpressionSyntax)visited.WithoutTrivia();
        foreach (var mutant in mutants)
        {
            var other = ParenthesizedExpression((ExpressionSyntax)Renamed(original, mutant.Changed!, mutant.Id))
                .WithAdditionalAnnotations(Annotation(mutant.Id));
            whole = ConditionalExpression(Is(mutant), other, ParenthesizedExpression(whole));
        }

        // A number has the type that its surroundings ask for; a choice of two numbers has not.
        var type = _model.GetTypeInfo(original);
        if (original is LiteralExpressionSyntax && type is { ConvertedType: { } converted, Type: { } own }
            && !SymbolEqualityComparer.Default.Equals(converted, own)
            && (converted as INamedTypeSymbol)?.OriginalDefinition.SpecialType is not null && converted.TypeKind is not TypeKind.Interface)
        {
            whole = CastExpression(ParseTypeName(converted.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)),
                ParenthesizedExpression(whole));
        }

        return ParenthesizedExpression(whole).WithTriviaFrom(original).WithAdditionalAnnotations(ids);
    }

    private static SyntaxAnnotation Annotation(params int[] ids) => new(Choice, string.Join(',', ids));

    // Both branches of a choice are in one scope.
    private static SyntaxNode Renamed(SyntaxNode original, SyntaxNode changed, int id)
    {
        var names = MutantFinder.DeclaredIn(original).ToHashSet(StringComparer.Ordinal);
        return names.Count == 0 ? changed : changed.ReplaceTokens(
            changed.DescendantTokens()
                .Where(token => token.IsKind(SyntaxKind.IdentifierToken) && names.Contains(token.Text)
                && token.Parent is SingleVariableDesignationSyntax or IdentifierNameSyntax {
                Parent: not (NameColonSyntax or NameEqualsSyntax) }),
            (token, _) => Identifier(token.LeadingTrivia, $"{token.Text}Mutant{id}", token.TrailingTrivia));
    }

    private static InvocationExpressionSyntax Is(Mutant mutant) => (InvocationExpressionSyntax)ParseExpression($"{Switch}.Is({mutant.Id})");

    private static SyntaxNode? MemberOf(SyntaxNode place) => place.Ancestors().LastOrDefault(at =>
        at is BaseMethodDeclarationSyntax { Body: not null } or BaseMethodDeclarationSyntax {
            ExpressionBody: not null } or AccessorDeclarationSyntax
            or PropertyDeclarationSyntax { ExpressionBody: not null } or IndexerDeclarationSyntax { ExpressionBody: not null });

    private SyntaxNode Reaching(SyntaxNode original, SyntaxNode visited, List<int> ids)
    {
        var reach = ParseStatement($"{Switch}.Reach({string.Join(',', ids)});");
        BlockSyntax Body(ArrowExpressionClauseSyntax? arrow, BlockSyntax? block, bool isVoid) =>
            block is not null ? block.WithStatements(block.Statements.Insert(0, reach))
            : arrow!.Expression is ThrowExpressionSyntax thrown ? Block(reach, ThrowStatement(thrown.Expression))
            : Block(reach, isVoid ? ExpressionStatement(arrow.Expression) : ReturnStatement(arrow.Expression.WithLeadingTrivia(Space)));

        return visited switch
        {
            MethodDeclarationSyntax at =>
                at.WithBody(Body(at.ExpressionBody, at.Body, GivesNothing(original))).WithExpressionBody(null).WithSemicolonToken(default),
            ConstructorDeclarationSyntax at =>
                at.WithBody(Body(at.ExpressionBody, at.Body, isVoid: true)).WithExpressionBody(null).WithSemicolonToken(default),
            OperatorDeclarationSyntax at =>
                at.WithBody(Body(at.ExpressionBody, at.Body, isVoid: false)).WithExpressionBody(null).WithSemicolonToken(default),
            ConversionOperatorDeclarationSyntax at =>
                at.WithBody(Body(at.ExpressionBody, at.Body, isVoid: false)).WithExpressionBody(null).WithSemicolonToken(default),
            AccessorDeclarationSyntax at when at.Body is not null || at.ExpressionBody is not null =>
                at.WithBody(Body(at.ExpressionBody, at.Body, !at.IsKind(SyntaxKind.GetAccessorDeclaration))).WithExpressionBody(null)
                    .WithSemicolonToken(default),
            PropertyDeclarationSyntax at => at.WithExpressionBody(null).WithSemicolonToken(default)
                .WithAccessorList(AccessorList(
                    [AccessorDeclaration(SyntaxKind.GetAccessorDeclaration, Body(at.ExpressionBody, null, isVoid: false))])),
            IndexerDeclarationSyntax at => at.WithExpressionBody(null).WithSemicolonToken(default)
                .WithAccessorList(AccessorList(
                    [AccessorDeclaration(SyntaxKind.GetAccessorDeclaration, Body(at.ExpressionBody, null, isVoid: false))])),
            _ => visited,
        };
    }

    private bool GivesNothing(SyntaxNode method) => _model.GetDeclaredSymbol(method) is IMethodSymbol symbol
        && (symbol.ReturnsVoid || (symbol.IsAsync && symbol.ReturnType is INamedTypeSymbol { Arity: 0, Name: "Task" or "ValueTask" }));

    private static TypeDeclarationSyntax Marked(TypeDeclarationSyntax type)
    {
        var initialised = type.Members.Any(member =>
            (member is FieldDeclarationSyntax field && field.Modifiers.Any(SyntaxKind.StaticKeyword)
                && field.Declaration.Variables.Any(variable => variable.Initializer is not null))
            || (member is PropertyDeclarationSyntax { Initializer: not null } property
                && property.Modifiers.Any(SyntaxKind.StaticKeyword)));
        var members = List<MemberDeclarationSyntax>(
            type.Members.Select(member =>
            member is ConstructorDeclarationSyntax { Body: { } body } made && made.Modifiers.Any(SyntaxKind.StaticKeyword)
            ? made.WithBody(body.WithStatements(body.Statements.Insert(0, ParseStatement($"{Switch}.Enter();"))
                .Add(ParseStatement($"{Switch}.Leave();"))))
            : member));
        return initialised
            ? type.WithMembers(members.Insert(0,
                ParseMemberDeclaration($"private static readonly int MutantsEnter{type.SpanStart} = {Switch}.Enter();\n")!)
                .Add(ParseMemberDeclaration($"\nprivate static readonly int MutantsLeave{type.SpanStart} = {Switch}.Leave();\n")!))
            : type.WithMembers(members);
    }
}
