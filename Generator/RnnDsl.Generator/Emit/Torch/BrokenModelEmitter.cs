using RnnDsl.Generator.Emit.Torch.Methods;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Emit.Torch;

/// <summary>
/// Writes the members of a model that has errors, so that code which uses it still compiles and the one mistake is the one
/// error. At run time its constructor throws with the same message.
/// </summary>
internal static class BrokenModelEmitter
{
    public static void Emit(Plan plan, TypeNames names, SourceWriter writer)
    {
        var type = plan.Type;
        // No member has the name of its class or of a type parameter.
        var byHand = new HashSet<string>(type.ByHand.Names.Concat(type.Level.Names), StringComparer.Ordinal);
        var refuse = $"throw new {names["NotSupportedException"]}({Literal.Of($"The model '{type.Level.Name}' has errors: {string.Join("; ", plan.Errors)}.")})";

        // The members that the module's base class and interfaces require cannot be declared where a member of that name exists already,
        // and no base class at all where there is one, or a primary constructor that would have to call it.
        var isModule = type is { BaseType: null, Kind: ClassKind.Class, HasPrimaryConstructor: false };
        var isWhole = isModule && !plan.Members.Any(name => byHand.Contains(name) && !type.ByHand.Overrides.Contains(name));
        var bases = isWhole ? " : " + string.Join(", ", ModelEmitter.BaseTypes(names.Nn + ".Module", plan, names)) : isModule ? $" : {names.Nn}.Module" : "";

        // With a State of another meaning, what speaks of states cannot be written.
        var hasState = plan.HasState && !byHand.Contains("State");
        writer.Line($"partial {type.Level.Keyword} {type.Level.Display}{bases}");
        using (writer.Braces())
        {
            if (!type.HasPrimaryConstructor)
            {
                new ConstructorSignature(plan.Constructor.Sizes, plan.Constructor.Vectors, plan.Constructor.SharedTables)
                    .Write(type.Level.Identifier, names, writer, $"{BaseCall(type, isModule)} => {refuse};");
                writer.Line();
            }

            var modules = new ModulePrinter(plan.Constructor, names);
            foreach (var module in plan.Constructor.Modules.Where(module => !byHand.Contains(module.Property)))
            {
                writer.Line($"/// <summary>A layer of a model that has errors.</summary>")
                    .Line($"{modules.Accessibility(module)} {modules.Type(module)} {module.Property} => {refuse};")
                    .Line();
            }

            var methods = plan.Methods;
            var headers = new MethodHeaders(ModelEmitter.InputName(plan), names, writer);
            var forward = new ForwardSignature(methods.Forward.Signature, ModelEmitter.InputName(plan), names);
            var parameters = forward.Count;
            var overrides = isWhole || type.AbstractMethods.Any(method => Is(method, "forward", parameters));
            if (hasState || !plan.CarriesState)
            {
                Refuse("forward", () => headers.Forward(methods.Forward.Signature, overrides ? "public override" : "public"));
            }

            if (!byHand.Contains("call") && (plan.CarriesState ? hasState : forward.HasCall || !isWhole))
            {
                headers.Call(methods.Forward.Signature, isWhole && forward.HasCall ? "public new" : "public", refuse);
            }

            if (methods.Memory is { } memory)
            {
                Refuse("CreateMemory", () => headers.Memory(memory));
            }

            if (hasState && methods.InitialState is { } initial)
            {
                Refuse("InitialState", () => headers.Initial(initial));
            }

            if (hasState && methods.Step is { } step)
            {
                Refuse("Step", () => headers.Step(step.Signature));
            }

            foreach (var weights in methods.AttentionWeights)
            {
                Refuse(weights.Name, () => headers.AttentionWeights(weights));
            }

            if (methods.OutputLengths is { } time)
            {
                Refuse("OutputLengths", () => LossEmitter.OutputLengthsHeader(time, names, writer));
            }

            if (methods.HasCoverageLoss)
            {
                Refuse("CoverageLoss", () => LossEmitter.CoverageLossHeader(names, writer));
            }

            if (methods.Loss is { } loss)
            {
                Refuse("Loss", () => LossEmitter.LossHeader(loss, names, writer));
            }

            EmitAbstractMethods(type, parameters, writer, refuse);
            if (!type.ByHand.HasHandWrittenHook && !type.Level.Names.Contains(MemberParser.Hook))
            {
                writer.Line("/// <summary>Called at the end of the constructor.</summary>")
                    .Line($"partial void {MemberParser.Hook}();")
                    .Line();
            }

            if (hasState)
            {
                StateEmitter.Emit(plan, names, writer);
            }
        }

        void Refuse(string member, Action header)
        {
            if (!byHand.Contains(member))
            {
                header();
                writer.Line($"    => {refuse};").Line();
            }
        }
    }

    /// <summary>The call of the base class's constructor, by a class with errors.</summary>
    public static string BaseCall(TypeDeclaration type, bool isModule) =>
        isModule ? $" : base({Literal.Of(type.Level.Name)})"
        : type.BaseArguments is { } arguments ? $" : base({arguments})"
        : "";

    /// <summary>The abstract members of a user's base class other than a <c>forward</c> with this number of parameters.</summary>
    public static void EmitAbstractMethods(TypeDeclaration type, int parameters, SourceWriter writer, string refuse)
    {
        foreach (var method in type.AbstractMethods.Where(method => !Is(method, "forward", parameters)))
        {
            writer.Line("/// <inheritdoc/>").Line($"{method.Header} => {refuse};").Line();
        }
    }

    public static bool Is(AbstractMethod method, string name, int parameters) => method.Name == name && method.Parameters == parameters;
}
