using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Semantics;

/// <summary>Names of generated members are distinct from each other and from hand-written members.</summary>
internal static class MemberRules
{
    public static void Check(ModelDeclaration declaration, Model model, IReadOnlyList<BoundLayer> layers, TargetNames targets, DiagnosticBag diagnostics)
    {
        var type = declaration.Type;
        var byHand = new HashSet<string>(type.ByHand.Names, StringComparer.Ordinal);
        var owners = new Dictionary<string, Layer>(StringComparer.Ordinal);

        foreach (var (index, layer) in layers.Select(bound => (bound.Index, bound.Layer)))
        {
            foreach (var member in ModelMembers.Of(layer, targets))
            {
                if (byHand.Contains(member))
                {
                    diagnostics.Add(Rules.MemberClash, DiagnosticLocation.Member(member), type.Level.Name, member, $"the layer '{layer.Key}'", "Rename yours, or give the layer another Name.");
                }

                if (member != layer.Property && WhyNoMember(member, type) is { } other)
                {
                    diagnostics.Add(Rules.ReservedName, DiagnosticLocation.Layer(index, "Name"), layer.Key, $"[{declaration.Layers[index].Attribute}]",
                        $"the member '{member}', which the layer brings and which is also {other}", "Give one of the two another name.");
                }

                if (owners.TryGetValue(member, out var owner))
                {
                    diagnostics.Add(Rules.ReservedName, DiagnosticLocation.Layer(index, "Name"), layer.Key, $"[{declaration.Layers[index].Attribute}]",
                        $"the member '{member}', which the layer '{owner.Key}' brings", "Give one of the two another Name.");
                }
                else
                {
                    owners.Add(member, layer);
                }
            }
        }

        foreach (var parameter in StoredSizes.Of(model).Where(parameter => byHand.Contains(targets.FieldOf(parameter))))
        {
            var field = targets.FieldOf(parameter);
            diagnostics.Add(Rules.MemberClash, DiagnosticLocation.Member(field), type.Level.Name, field, $"the size '{parameter}'", "Rename yours, or give the size another name.");
        }

        foreach (var field in StoredSizes.Of(model).Select(targets.FieldOf))
        {
            CheckAgainstType(field, type, diagnostics);
        }

        CheckMembers(type, model.Members, diagnostics);
        CheckConstruction(type, diagnostics);
    }

    /// <summary>The members that every generated class has.</summary>
    public static void CheckMembers(TypeDeclaration type, IEnumerable<string> members, DiagnosticBag diagnostics)
    {
        foreach (var member in members)
        {
            if (type.ByHand.Names.Contains(member))
            {
                diagnostics.Add(Rules.MemberClash, DiagnosticLocation.Member(member), type.Level.Name, member, "the model",
                    member == "RegisterComponents" ? "Remove yours, and call register_module in OnConstructed." : "Rename yours.");
            }
            else
            {
                CheckAgainstType(member, type, diagnostics);
            }
        }

        CheckAgainstType(MemberParser.Hook, type, diagnostics);
        if (type.HiddenNames.Contains("var"))
        {
            diagnostics.Add(Rules.ReservedName, DiagnosticLocation.Type, "var", $"a type that '{type.Level.Name}' sees", "the word by which generated code declares its locals", "Give that type another name.");
        }
    }

    /// <summary>No member has the name of its class or of a type parameter of its class.</summary>
    private static void CheckAgainstType(string member, TypeDeclaration type, DiagnosticBag diagnostics)
    {
        if (member == type.Level.Name)
        {
            diagnostics.Add(Rules.ReservedName, DiagnosticLocation.Type, member, "the class", $"the generated member '{member}', and a member has another name than its class", "Give the class another name.");
        }
        else if (WhyNoMember(member, type) is not null)
        {
            diagnostics.Add(Rules.ReservedName, DiagnosticLocation.Type, member, $"a type parameter of '{type.Level.Name}'", $"the generated member '{member}'", "Give the type parameter another name.");
        }
    }

    /// <summary>The reason why a class cannot have a member of a name, as messages print it; null if there is none.</summary>
    private static string? WhyNoMember(string member, TypeDeclaration type) =>
        member == type.Level.Name ? "the name of the class" : type.Level.TypeParameterNames.Contains(member) ? "a type parameter of the class" : null;

    /// <summary>The hand-written members that take part in construction, in any class with a generated constructor.</summary>
    public static void CheckConstruction(TypeDeclaration type, DiagnosticBag diagnostics)
    {
        if (type.ByHand.HasHandWrittenHook)
        {
            diagnostics.Add(Rules.HookNotPartial, DiagnosticLocation.Member(MemberParser.Hook), type.Level.Name, "without partial");
        }
        else if (type.ByHand.HasHookWithParameters)
        {
            diagnostics.Add(Rules.HookNotPartial, DiagnosticLocation.Member(MemberParser.Hook), type.Level.Name, "with parameters");
        }

        if (!type.HasPrimaryConstructor)
        {
            foreach (var index in type.ByHand.UnchainedConstructors)
            {
                diagnostics.Add(Rules.ConstructorSkipsLayers, DiagnosticLocation.Constructor(index), type.Level.Name);
            }
        }

        foreach (var module in type.ByHand.UnregisteredModules)
        {
            diagnostics.Add(Rules.ModuleNotRegistered, DiagnosticLocation.Member(module), type.Level.Name, module);
        }
    }
}
