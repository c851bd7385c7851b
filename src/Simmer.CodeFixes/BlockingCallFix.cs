using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Simmer.Analyzers;

namespace Simmer.CodeFixes;

/// <summary>SIM010, SIM011, SIM014, SIM015: awaits what a blocking call waits for, where it has an exact counterpart.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class BlockingCallFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [Rules.WaitingCall.Id, Rules.SynchronousIO.Id, Rules.AwaiterResult.Id, Rules.TaskDelay.Id];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode root = (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false))!;
        SemanticModel model = (await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false))!;
        if (root.FindNode(context.Span, getInnermostNodeForTie: true) is not ExpressionSyntax expression
            || !Places.MayAwait(expression, model, context.CancellationToken)
            || model.GetOperation(expression, context.CancellationToken) is not { } operation
            || Replacement(operation) is not var (awaited, title))
        {
            return;
        }

        // Task.Delay is awaited as it stands; of another task's result that is awaited, both are.
        ExpressionSyntax replacement = operation is IInvocationOperation { TargetMethod.Name: "Delay" }
            ? awaited
            : Parenthesized(SyntaxFactory.AwaitExpression(awaited), expression.Parent);
        context.RegisterCodeFix(
            CodeAction.Create(
                title,
                _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(expression, replacement.WithTriviaFrom(expression)))),
                title),
            context.Diagnostics);
    }

    private static (ExpressionSyntax Awaited, string Title)? Replacement(IOperation operation)
    {
        switch (operation)
        {
            case IPropertyReferenceOperation { Property.Name: "Result", Instance: { } task }:
                return ((ExpressionSyntax)task.Written().WithoutTrivia(), "Await the task");
            case IInvocationOperation { TargetMethod.Name: "GetResult", Instance: IInvocationOperation { TargetMethod.Name: "GetAwaiter", Instance: { } task } }:
                return ((ExpressionSyntax)task.Written().WithoutTrivia(), "Await the task");
            case IInvocationOperation { TargetMethod: { Name: "Wait", ContainingType.Name: "Task" }, Arguments.Length: 0, Instance: { } task }:
                return ((ExpressionSyntax)task.Written().WithoutTrivia(), "Await the task");
            case IInvocationOperation call:
                return Replacement(call);
            default:
                return null;
        }
    }

    private static (ExpressionSyntax Awaited, string Title)? Replacement(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        switch (method.ContainingType.Name + "." + method.Name)
        {
            case "Task.WaitAll" when method.Parameters.Length == 1 && method.Parameters[0].IsParams:
                return (Renamed(call, "WhenAll"), "Await the tasks");
            case "Thread.Sleep":
                return (Sleep(call.Arguments[0].Value), "Await a sleep of the loop");
            case "Task.Delay" when call.Syntax.Parent is AwaitExpressionSyntax && (call.Arguments.Length == 1 || IsOwnToken(call.Arguments[1].Value)):
                return (Sleep(call.Arguments[0].Value), "Sleep on the loop");
            default:
                return HasAsyncTwin(method)
                    ? (Renamed(call, method.Name + "Async"), "Await " + method.Name + "Async")
                    : null;
        }
    }

    private static ExpressionSyntax Sleep(IOperation time) => SyntaxFactory.InvocationExpression(
        SimmerNames.Asyncio("Sleep"),
        SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(SyntaxFactory.ParseExpression(Milliseconds.ToSeconds(time))))));

    private static bool IsOwnToken(IOperation token) =>
        token is IPropertyReferenceOperation { Property: { Name: "CancellationToken", ContainingType.Name: "Asyncio" } or { Name: "None" } };

    private static ExpressionSyntax Renamed(IInvocationOperation call, string name)
    {
        var syntax = (InvocationExpressionSyntax)call.Syntax.WithoutTrivia();
        SimpleNameSyntax identifier = SyntaxFactory.IdentifierName(name);
        return syntax.WithExpression(syntax.Expression is MemberAccessExpressionSyntax access ? access.WithName(identifier) : identifier);
    }

    /// <summary>Whether a method has an async counterpart with the same parameters, or with a token after them.</summary>
    private static bool HasAsyncTwin(IMethodSymbol method)
    {
        if (method.IsGenericMethod)
        {
            return false;
        }

        return method.ContainingType.GetMembers(method.Name + "Async").OfType<IMethodSymbol>().Any(twin =>
            twin.IsStatic == method.IsStatic
            && IsTask(twin.ReturnType, method.ReturnType)
            && twin.Parameters.Length >= method.Parameters.Length
            && method.Parameters.Zip(twin.Parameters, (one, other) => SymbolEqualityComparer.Default.Equals(one.Type, other.Type)).All(x => x)
            && twin.Parameters.Skip(method.Parameters.Length).All(x => x.IsOptional));

        static bool IsTask(ITypeSymbol type, ITypeSymbol result) =>
            type is INamedTypeSymbol { Name: "Task" or "ValueTask" } task
            && (result.SpecialType == SpecialType.System_Void
                ? !task.IsGenericType
                : task.IsGenericType && SymbolEqualityComparer.Default.Equals(task.TypeArguments[0], result));
    }

    private static ExpressionSyntax Parenthesized(ExpressionSyntax awaited, SyntaxNode? parent) =>
        parent is MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or InvocationExpressionSyntax or ConditionalAccessExpressionSyntax
            or PostfixUnaryExpressionSyntax
            ? SyntaxFactory.ParenthesizedExpression(awaited)
            : awaited;
}
