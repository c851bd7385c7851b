using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Simmer.Analyzers;

/// <summary>SIM003: a private field, or a local collection, that takes coroutines in and is never read.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UndrainedStoreAnalyzer : SimmerAnalyzer
{
    private static readonly HashSet<string> s_takers = ["Add", "Enqueue", "Push", "Insert", "AddFirst", "AddLast", "TryAdd", "AddRange", "Clear"];

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.NeverDrained];

    // A generator's part of the type may read the store.
    private protected override bool SeesGeneratedCode => true;

    private protected override void Register(CompilationStartAnalysisContext context, SimmerTypes types)
    {
        context.RegisterSymbolStartAction(
            start =>
            {
                var type = (INamedTypeSymbol)start.Symbol;

                // A type within it may read its private members.
                if (!type.GetMembers().Any(member => IsStore(member, types)) || type.GetTypeMembers().Any(x => x.TypeKind is TypeKind.Class or TypeKind.Struct))
                {
                    return;
                }

                var stores = new Stores(types);
                start.RegisterOperationAction(stores.Reference, OperationKind.FieldReference, OperationKind.PropertyReference);
                start.RegisterOperationAction(stores.Initializer, OperationKind.FieldInitializer, OperationKind.PropertyInitializer);
                start.RegisterSymbolEndAction(stores.End);
            },
            SymbolKind.NamedType);

        context.RegisterOperationBlockStartAction(block =>
        {
            var made = new ConcurrentBag<(IOperation At, ILocalSymbol Local)>();
            block.RegisterOperationAction(
                operation =>
                {
                    var declarator = (IVariableDeclaratorOperation)operation.Operation;
                    if (types.IsCollectionOfCoroutines(declarator.Symbol.Type) && declarator.GetVariableInitializer()?.Value is { } value
                        && IsMadeHere(value.Core()))
                    {
                        made.Add((declarator, declarator.Symbol));
                    }
                },
                OperationKind.VariableDeclarator);
            block.RegisterOperationAction(operation => Dropped(operation, types), OperationKind.Invocation);
            block.RegisterOperationBlockEndAction(end => Locals(end, made));
        });
    }

    /// <summary>A collection that a statement makes and drops: <c>urls.Select(Fetch).ToList();</c>.</summary>
    private static void Dropped(OperationAnalysisContext context, SimmerTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.ContainingType.FullName() == "System.Linq.Enumerable" && types.IsCollectionOfCoroutines(call.Type)
            && Uses.Of(call).Use == Use.Dropped)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.NeverDrained, call.Syntax.GetLocation(), call.TargetMethod.Name + "(…)"));
        }
    }

    private static void Locals(OperationBlockAnalysisContext context, ConcurrentBag<(IOperation At, ILocalSymbol Local)> made)
    {
        if (made.IsEmpty)
        {
            return;
        }

        var flows = new Flows(context);
        foreach (var (at, local) in made)
        {
            var references = flows.References(local);
            if (references.All(x => !Reads(x)) && (references.Any(Takes) || !IsEmpty(((IVariableDeclaratorOperation)at).GetVariableInitializer()!.Value.Core())))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rules.NeverDrained, local.Locations[0], local.Name));
            }
        }
    }

    private static bool IsStore(ISymbol member, SimmerTypes types)
    {
        ITypeSymbol? type = member switch
        {
            IFieldSymbol { AssociatedSymbol: null } field => field.Type,
            IPropertySymbol { IsIndexer: false } property => property.Type,
            _ => null,
        };
        return member.DeclaredAccessibility == Accessibility.Private && (types.IsCoroutine(type) || types.IsCollectionOfCoroutines(type));
    }

    private static bool IsMadeHere(IOperation value) => value is IArrayCreationOperation or ICollectionExpressionOperation or IObjectCreationOperation
        || (value is IInvocationOperation call && call.TargetMethod.ContainingType.FullName() == "System.Linq.Enumerable");

    private static bool IsEmpty(IOperation value) => value switch
    {
        IObjectCreationOperation made => made.Initializer is null && made.Arguments.IsEmpty,
        ICollectionExpressionOperation made => made.Elements.IsEmpty,
        IArrayCreationOperation made => made.Initializer is null,
        _ => false,
    };

    /// <summary>Whether a reference puts something in.</summary>
    private static bool Takes(IOperation reference) => reference.Parent switch
    {
        IInvocationOperation call => call.Instance == reference && s_takers.Contains(call.TargetMethod.Name) && call.TargetMethod.Name != "Clear",
        IArrayElementReferenceOperation element => element.Parent is IAssignmentOperation assignment && assignment.Target == element,
        IPropertyReferenceOperation { Arguments.Length: > 0 } element => element.Parent is IAssignmentOperation assignment && assignment.Target == element,
        IAssignmentOperation assignment => assignment.Target == reference && assignment.Value.ConstantValue is not { HasValue: true, Value: null }
            && assignment.Value.Core() is not IDefaultValueOperation && !IsEmpty(assignment.Value.Core()),
        _ => false,
    };

    /// <summary>Whether a reference may take something out, or lets somebody else do so.</summary>
    private static bool Reads(IOperation reference)
    {
        if (Takes(reference))
        {
            return false;
        }

        return reference.Parent switch
        {
            IAssignmentOperation assignment => assignment.Target != reference,
            IInvocationOperation call when call.Instance == reference => !s_takers.Contains(call.TargetMethod.Name),
            IPropertyReferenceOperation property => property.Property.Name is not ("Count" or "Length" or "IsEmpty" or "Capacity"),
            _ => Uses.Of(reference).Use is not (Use.LookedAt or Use.Dropped),
        };
    }

    /// <summary>What the code of one type does with its private stores.</summary>
    private sealed class Stores(SimmerTypes types)
    {
        private readonly ConcurrentDictionary<ISymbol, byte> _taking = new(SymbolEqualityComparer.Default);
        private readonly ConcurrentDictionary<ISymbol, byte> _read = new(SymbolEqualityComparer.Default);

        internal void Reference(OperationAnalysisContext context)
        {
            ISymbol member = ((IMemberReferenceOperation)context.Operation).Member;
            if (!IsStore(member, types))
            {
                return;
            }

            if (Takes(context.Operation))
            {
                _taking.TryAdd(member, 0);
            }
            else if (Reads(context.Operation))
            {
                _read.TryAdd(member, 0);
            }
        }

        internal void Initializer(OperationAnalysisContext context)
        {
            var initializer = (ISymbolInitializerOperation)context.Operation;
            IEnumerable<ISymbol> members = initializer switch
            {
                IFieldInitializerOperation fields => fields.InitializedFields,
                IPropertyInitializerOperation properties => properties.InitializedProperties,
                _ => [],
            };
            if (!IsEmpty(initializer.Value.Core()))
            {
                foreach (ISymbol member in members.Where(member => IsStore(member, types)))
                {
                    _taking.TryAdd(member, 0);
                }
            }
        }

        internal void End(SymbolAnalysisContext context)
        {
            foreach (ISymbol member in _taking.Keys.Where(member => !_read.ContainsKey(member)))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rules.NeverDrained, member.Locations[0], member.Name));
            }
        }
    }
}
