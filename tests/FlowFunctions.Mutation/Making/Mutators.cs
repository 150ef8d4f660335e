using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace FlowFunctions.Mutation.Making;

/// <summary>
/// What can be changed at a node. The set is the one that mutation testers agree on (Offutt's operators, as in Stryker and PIT):
/// relational,
/// arithmetic and logical operators, conditions, constants by one, texts, statements, results, elements, and the LINQ methods that are
/// mistaken for each other.
/// </summary>
internal sealed class Mutators(SemanticModel model)
{
    private static readonly Dictionary<SyntaxKind, SyntaxKind[]> Operators = new()
    {
        [SyntaxKind.LessThanExpression] = [SyntaxKind.LessThanOrEqualExpression, SyntaxKind.GreaterThanOrEqualExpression],
        [SyntaxKind.LessThanOrEqualExpression] = [SyntaxKind.LessThanExpression, SyntaxKind.GreaterThanExpression],
        [SyntaxKind.GreaterThanExpression] = [SyntaxKind.GreaterThanOrEqualExpression, SyntaxKind.LessThanOrEqualExpression],
        [SyntaxKind.GreaterThanOrEqualExpression] = [SyntaxKind.GreaterThanExpression, SyntaxKind.LessThanExpression],
        [SyntaxKind.EqualsExpression] = [SyntaxKind.NotEqualsExpression],
        [SyntaxKind.NotEqualsExpression] = [SyntaxKind.EqualsExpression],
        [SyntaxKind.LogicalAndExpression] = [SyntaxKind.LogicalOrExpression],
        [SyntaxKind.LogicalOrExpression] = [SyntaxKind.LogicalAndExpression],
        [SyntaxKind.AddExpression] = [SyntaxKind.SubtractExpression],
        [SyntaxKind.SubtractExpression] = [SyntaxKind.AddExpression],
        [SyntaxKind.MultiplyExpression] = [SyntaxKind.DivideExpression],
        [SyntaxKind.DivideExpression] = [SyntaxKind.MultiplyExpression],
        [SyntaxKind.ModuloExpression] = [SyntaxKind.MultiplyExpression],
        [SyntaxKind.BitwiseAndExpression] = [SyntaxKind.BitwiseOrExpression],
        [SyntaxKind.BitwiseOrExpression] = [SyntaxKind.BitwiseAndExpression],
        [SyntaxKind.ExclusiveOrExpression] = [SyntaxKind.BitwiseAndExpression],
        [SyntaxKind.LeftShiftExpression] = [SyntaxKind.RightShiftExpression],
        [SyntaxKind.RightShiftExpression] = [SyntaxKind.LeftShiftExpression],
    };

    private static readonly Dictionary<string, string> Methods = new(StringComparer.Ordinal)
    {
        ["Any"] = "All", ["All"] = "Any",
        ["First"] = "Last", ["Last"] = "First", ["FirstOrDefault"] = "LastOrDefault", ["LastOrDefault"] = "FirstOrDefault",
        ["Min"] = "Max", ["Max"] = "Min", ["MinBy"] = "MaxBy", ["MaxBy"] = "MinBy",
        ["Take"] = "Skip", ["Skip"] = "Take", ["TakeWhile"] = "SkipWhile", ["SkipWhile"] = "TakeWhile",
        ["Order"] = "OrderDescending", ["OrderDescending"] = "Order", ["OrderBy"] = "OrderByDescending", ["OrderByDescending"] = "OrderBy",
        ["ThenBy"] = "ThenByDescending", ["ThenByDescending"] = "ThenBy", ["Union"] = "Intersect", ["Intersect"] = "Union",
        ["StartsWith"] = "EndsWith", ["EndsWith"] = "StartsWith", ["TrimStart"] = "TrimEnd", ["TrimEnd"] = "TrimStart",
        ["IndexOf"] = "LastIndexOf", ["LastIndexOf"] = "IndexOf",
    };

    private static readonly HashSet<string> Dispensable = new(StringComparer.Ordinal)
    {
        "Where", "Distinct", "DistinctBy", "Reverse", "Except", "OrderBy", "Order", "Concat", "Append", "Prepend", "Trim", "TrimStart",
        "TrimEnd",
        "ToLowerInvariant", "ToUpperInvariant",
    };

    /// <summary>The changes at this node alone, not at what is inside it.</summary>
    public IEnumerable<Change> Of(SyntaxNode node) => node switch
    {
        BinaryExpressionSyntax binary => OfBinary(binary),
        AssignmentExpressionSyntax assignment => OfAssignment(assignment),
        PrefixUnaryExpressionSyntax unary => OfPrefix(unary),
        PostfixUnaryExpressionSyntax unary => OfPostfix(unary),
        LiteralExpressionSyntax literal => OfLiteral(literal),
        InterpolatedStringExpressionSyntax { Contents.Count: > 0 } text => [new Change(text, Text(""))],
        InvocationExpressionSyntax call => OfCall(call),
        ConditionalExpressionSyntax choice => [Negated(choice.Condition)],
        IfStatementSyntax condition => NegatedUnlessOtherwise(condition.Condition),
        WhileStatementSyntax loop => [new Change(loop.Condition, LiteralExpression(SyntaxKind.FalseLiteralExpression))],
        ExpressionStatementSyntax or YieldStatementSyntax or ThrowStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax =>
            OfStatement((StatementSyntax)node),
        ReturnStatementSyntax { Expression: null } statement => OfStatement(statement),
        ReturnStatementSyntax { Expression: { } result } => OfResult(result),
        ArrowExpressionClauseSyntax { Parent: not AccessorDeclarationSyntax } arrow => OfResult(arrow.Expression),
        ArrowExpressionClauseSyntax { Parent: AccessorDeclarationSyntax { RawKind: (int)SyntaxKind.GetAccessorDeclaration } } arrow =>
            OfResult(arrow.Expression),
        LambdaExpressionSyntax { ExpressionBody: { } result } => OfResult(result),
        CollectionExpressionSyntax list => list.Elements.Select(element => Without(list, element)),
        InitializerExpressionSyntax list =>
            list.Expressions.Where(element => !IsRequired(element)).Select(element => Without(list.Parent!, element)),
        RelationalPatternSyntax pattern => OfPattern(pattern),
        BinaryPatternSyntax pattern => OfPattern(pattern),
        UnaryPatternSyntax pattern => [new Change(pattern, pattern.Pattern)],
        IsPatternExpressionSyntax { Pattern: not UnaryPatternSyntax } test => [Negated(test)],
        _ => [],
    };

    private IEnumerable<Change> OfBinary(BinaryExpressionSyntax binary)
    {
        if (binary.IsKind(SyntaxKind.CoalesceExpression))
        {
            var type = model.GetTypeInfo(binary.Left).Type;
            var isNullable = type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T };
            ExpressionSyntax left = isNullable
                ? MemberAccessExpression(
                    SyntaxKind.SimpleMemberAccessExpression, ParenthesizedExpression(binary.Left), IdentifierName("Value"))
                : binary.Left;
            yield return new Change(binary, left.WithoutTrivia(), binary.ToString(), binary.Left.ToString());
            if (binary.Right is not ThrowExpressionSyntax)
            {
                yield return new Change(binary, binary.Right.WithoutTrivia());
            }
        }

        if (!Operators.TryGetValue(binary.Kind(), out var others) || (binary.IsKind(SyntaxKind.AddExpression) && IsText(binary)))
        {
            yield break;
        }

        foreach (var other in others)
        {
            var changed = BinaryExpression(other, binary.Left, binary.Right);
            var sign = changed.OperatorToken.WithTriviaFrom(binary.OperatorToken);
            yield return new Change(binary, changed.WithOperatorToken(sign), binary.ToString(),
                $"{binary.Left} {sign.Text} {binary.Right}");
        }
    }

    private IEnumerable<Change> OfAssignment(AssignmentExpressionSyntax assignment)
    {
        var other = assignment.Kind() switch
        {
            SyntaxKind.AddAssignmentExpression when !IsText(assignment) => SyntaxKind.SubtractAssignmentExpression,
            SyntaxKind.SubtractAssignmentExpression => SyntaxKind.AddAssignmentExpression,
            SyntaxKind.MultiplyAssignmentExpression => SyntaxKind.DivideAssignmentExpression,
            SyntaxKind.OrAssignmentExpression => SyntaxKind.AndAssignmentExpression,
            SyntaxKind.AndAssignmentExpression => SyntaxKind.OrAssignmentExpression,
            SyntaxKind.CoalesceAssignmentExpression => SyntaxKind.SimpleAssignmentExpression,
            _ => SyntaxKind.None,
        };
        if (other is not SyntaxKind.None)
        {
            var changed = AssignmentExpression(other, assignment.Left, assignment.Right);
            yield return new Change(assignment, changed.WithOperatorToken(changed.OperatorToken.WithTriviaFrom(assignment.OperatorToken)));
        }
    }

    private static IEnumerable<Change> OfPrefix(PrefixUnaryExpressionSyntax unary)
    {
        switch (unary.Kind())
        {
            case SyntaxKind.LogicalNotExpression or SyntaxKind.UnaryMinusExpression or SyntaxKind.BitwiseNotExpression:
                yield return new Change(unary, unary.Operand);
                break;
            case SyntaxKind.PreIncrementExpression:
                yield return new Change(unary, PrefixUnaryExpression(SyntaxKind.PreDecrementExpression, unary.Operand));
                break;
            case SyntaxKind.PreDecrementExpression:
                yield return new Change(unary, PrefixUnaryExpression(SyntaxKind.PreIncrementExpression, unary.Operand));
                break;
            default:
                break;
        }
    }

    private static IEnumerable<Change> OfPostfix(PostfixUnaryExpressionSyntax unary)
    {
        if (unary.Kind() is SyntaxKind.PostIncrementExpression or SyntaxKind.PostDecrementExpression)
        {
            var other = unary.IsKind(SyntaxKind.PostIncrementExpression) ? SyntaxKind.PostDecrementExpression
                : SyntaxKind.PostIncrementExpression;
            yield return new Change(unary, PostfixUnaryExpression(other, unary.Operand));
        }
    }

    private static IEnumerable<Change> OfLiteral(LiteralExpressionSyntax literal)
    {
        switch (literal.Token.Value)
        {
            case true:
                yield return new Change(literal, LiteralExpression(SyntaxKind.FalseLiteralExpression));
                break;
            case false:
                yield return new Change(literal, LiteralExpression(SyntaxKind.TrueLiteralExpression));
                break;
            case "" when !literal.IsKind(SyntaxKind.Utf8StringLiteralExpression):
                yield return new Change(literal, Text("x"));
                break;
            case string:
                yield return new Change(literal, literal.IsKind(SyntaxKind.Utf8StringLiteralExpression) ? ParseExpression("\"\"u8")
                    : Text(""));
                break;
            case char letter:
                yield return new Change(literal, LiteralExpression(SyntaxKind.CharacterLiteralExpression, Literal((char)(letter + 1))));
                break;
            case int or long or uint or ulong or double or decimal:
                foreach (var by in (int[])[1, -1])
                {
                    if (Moved(literal.Token.Value, by) is { } moved)
                    {
                        yield return new Change(literal, moved);
                    }
                }

                break;
            default:
                break;
        }
    }

    private IEnumerable<Change> OfCall(InvocationExpressionSyntax call)
    {
        var name = call.Expression switch
        {
            MemberAccessExpressionSyntax member => member.Name,
            MemberBindingExpressionSyntax member => member.Name,
            _ => null,
        };
        if (name is null || !IsOfTheFramework(call))
        {
            yield break;
        }

        if (Methods.TryGetValue(name.Identifier.Text, out var other) && !(name.Identifier.Text is "Any" && TakesNothing(call)))
        {
            yield return new Change(call, call.ReplaceToken(name.Identifier, Identifier(other)), name.Identifier.Text, other);
        }

        if (Dispensable.Contains(name.Identifier.Text) && call.Expression is MemberAccessExpressionSyntax { Expression: var receiver }
            && model.GetSymbolInfo(receiver).Symbol is not ITypeSymbol)
        {
            yield return new Change(call, receiver.WithoutTrivia(), $".{name.Identifier.Text}{call.ArgumentList}", "");
        }
    }

    // A break that ends a case is its syntax; an argument's check and a line of log are not what the product does.
    private IEnumerable<Change> OfStatement(StatementSyntax statement)
    {
        if (statement is BreakStatementSyntax && statement.Ancestors().First(IsLeftByBreak) is SwitchSectionSyntax)
        {
            return [];
        }

        if (statement is ExpressionStatementSyntax { Expression: var expression }
            && (model.GetSymbolInfo(expression).Symbol is IMethodSymbol called && IsGuardOrLog(called)))
        {
            return [];
        }

        return [new Change(statement, null, statement.ToString(), "")];
    }

    private static bool IsLeftByBreak(SyntaxNode node) =>
        node is SwitchSectionSyntax or WhileStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax or DoStatementSyntax;

    private IEnumerable<Change> OfResult(ExpressionSyntax result)
    {
        var isDefaultAlready = model.GetConstantValue(result) is { HasValue: true, Value: null or 0 or false };
        if (isDefaultAlready || result is LiteralExpressionSyntax or ThrowExpressionSyntax or RefExpressionSyntax or DefaultExpressionSyntax
            || model.GetTypeInfo(result).ConvertedType is not { } type
            || type.SpecialType == SpecialType.System_Void)
        {
            yield break;
        }

        if (type.SpecialType == SpecialType.System_Boolean)
        {
            yield return new Change(result, LiteralExpression(SyntaxKind.TrueLiteralExpression));
            yield return new Change(result, LiteralExpression(SyntaxKind.FalseLiteralExpression));
        }
        else if (result.Parent is not LambdaExpressionSyntax)
        {
            yield return new Change(result,
                PostfixUnaryExpression(SyntaxKind.SuppressNullableWarningExpression,
                LiteralExpression(SyntaxKind.DefaultLiteralExpression)), result.ToString(), "default");
        }
    }

    private static IEnumerable<Change> OfPattern(RelationalPatternSyntax pattern)
    {
        SyntaxKind[] others = pattern.OperatorToken.Kind() switch
        {
            SyntaxKind.LessThanToken => [SyntaxKind.LessThanEqualsToken, SyntaxKind.GreaterThanEqualsToken],
            SyntaxKind.LessThanEqualsToken => [SyntaxKind.LessThanToken, SyntaxKind.GreaterThanToken],
            SyntaxKind.GreaterThanToken => [SyntaxKind.GreaterThanEqualsToken, SyntaxKind.LessThanEqualsToken],
            _ => [SyntaxKind.GreaterThanToken, SyntaxKind.LessThanToken],
        };
        return others.Select(other => new Change(pattern, RelationalPattern(Token(other), pattern.Expression).NormalizeWhitespace()));
    }

    private static IEnumerable<Change> OfPattern(BinaryPatternSyntax pattern)
    {
        var isAnd = pattern.IsKind(SyntaxKind.AndPattern);
        var changed = BinaryPattern(isAnd ? SyntaxKind.OrPattern : SyntaxKind.AndPattern, Parenthesized(pattern.Left),
            Parenthesized(pattern.Right)).NormalizeWhitespace();
        yield return new Change(pattern, changed, pattern.ToString(), $"{pattern.Left} {(isAnd ? "or" : "and")} {pattern.Right}");
    }

    private static PatternSyntax Parenthesized(PatternSyntax pattern) => ParenthesizedPattern(pattern.WithoutTrivia());

    private static Change Negated(ExpressionSyntax condition) =>
        new(condition, PrefixUnaryExpression(SyntaxKind.LogicalNotExpression, ParenthesizedExpression(condition.WithoutTrivia())),
            condition.ToString(), $"!({condition})");

    // Where another mutator turns the condition as it is, its negation would be the same mutant.
    private static IEnumerable<Change> NegatedUnlessOtherwise(ExpressionSyntax condition) =>
        condition is PrefixUnaryExpressionSyntax or IsPatternExpressionSyntax
            || condition.Kind() is SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression
                or SyntaxKind.LessThanExpression or SyntaxKind.LessThanOrEqualExpression
                or SyntaxKind.GreaterThanExpression or SyntaxKind.GreaterThanOrEqualExpression
            ? []
            : [Negated(condition)];

    private static Change Without(SyntaxNode whole, SyntaxNode element) =>
        new(whole, whole.RemoveNode(element, SyntaxRemoveOptions.KeepNoTrivia)!, element.ToString(), "");

    private static LiteralExpressionSyntax? Moved(object value, int by)
    {
        switch (value)
        {
            case int number: return LiteralExpression(SyntaxKind.NumericLiteralExpression, Literal(number + by));
            case long number: return LiteralExpression(SyntaxKind.NumericLiteralExpression, Literal(number + by));
            case double number: return LiteralExpression(SyntaxKind.NumericLiteralExpression, Literal(number + by));
            case decimal number: return LiteralExpression(SyntaxKind.NumericLiteralExpression, Literal(number + by));
            case uint number when number + by >= 0:
                return LiteralExpression(SyntaxKind.NumericLiteralExpression, Literal((uint)(number + by)));
            case ulong number when number > 0:
                return LiteralExpression(SyntaxKind.NumericLiteralExpression, Literal(by > 0 ? number + 1 : number - 1));
            default: return null;
        }
    }

    private static LiteralExpressionSyntax Text(string text) => LiteralExpression(SyntaxKind.StringLiteralExpression, Literal(text));

    private bool IsRequired(ExpressionSyntax element) =>
        element is AssignmentExpressionSyntax { Left: var member } && model.GetSymbolInfo(member)
            .Symbol is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true };

    private bool IsText(ExpressionSyntax expression) =>
        model.GetTypeInfo(expression).Type is not { SpecialType: not SpecialType.System_String };

    private bool IsOfTheFramework(InvocationExpressionSyntax call) =>
        model.GetSymbolInfo(call).Symbol is IMethodSymbol method && (method.ContainingNamespace?.ToString() ?? "")
            .StartsWith("System", StringComparison.Ordinal);

    private bool TakesNothing(InvocationExpressionSyntax call) =>
        model.GetSymbolInfo(call).Symbol is IMethodSymbol { Parameters.IsEmpty: true };

    private static bool IsGuardOrLog(IMethodSymbol method) =>
        method.Name.StartsWith("ThrowIf", StringComparison.Ordinal)
        || method.GetAttributes().Any(attribute => attribute.AttributeClass?.Name is "LoggerMessageAttribute")
        || (method.Name.StartsWith("Log", StringComparison.Ordinal) && method.ContainingType.Name is "LoggerExtensions" or "ILogger");

    /// <summary>Text for people: one line, and not a long one.</summary>
    public static string OneLine(string code)
    {
        var line = string.Join(' ', code.Split((char[])['\r', '\n', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= 100 ? line : string.Create(CultureInfo.InvariantCulture, $"{line[..97]}...");
    }
}
