using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Emit.Torch;

/// <summary>
/// Writes the members of a model that has errors, so that code which uses it still compiles and the one mistake is the one
/// error. Whoever runs it all the same is told which mistake it was.
/// </summary>
internal static class BrokenModelEmitter
{
    public static void Emit(Plan plan, TypeNames names, SourceWriter writer)
    {
        var model = plan.Model;
        var type = model.Type;
        var byHand = new HashSet<string>(type.Members, StringComparer.Ordinal);
        var refuse = $"throw new {names["NotSupportedException"]}({Literal.Of($"The model '{type.Level.Name}' has errors: {string.Join("; ", model.Errors)}.")})";

        // A base class of its own, and the module's beside it, would be a second error.
        var hasBase = type.BaseType is null;
        var modifiers = hasBase ? "public override" : "public";
        writer.Line($"partial class {type.Level.Display}" + (hasBase ? " : " + string.Join(", ", ModelEmitter.BaseTypes(plan, names)) : ""));
        using (writer.Braces())
        {
            if (!type.HasPrimaryConstructor)
            {
                ConstructorEmitter.EmitSignature(plan, names, writer, hasBase ? $" : base({Literal.Of(type.Level.Name)}) => {refuse};" : $" => {refuse};");
                writer.Line();
            }

            var properties = model.Layers
                .Select(layer => (layer.Property, Type: ConstructorEmitter.PropertyType(layer, plan, names)))
                .Where(property => property.Type is not null && !byHand.Contains(property.Property));
            foreach (var (property, propertyType) in properties)
            {
                writer.Line($"/// <summary>A layer of a model that has errors.</summary>")
                    .Line($"public {propertyType} {property} => {refuse};")
                    .Line();
            }

            var input = ModelEmitter.InputName(model);
            ForwardEmitter.ForwardSignature(plan, names, writer, input, modifiers);
            writer.Line($"    => {refuse};").Line();
            if (plan.HasState)
            {
                ForwardEmitter.InitialStateSignature(names, writer);
                writer.Line($"    => {refuse};").Line();
            }

            if (plan.HasStep)
            {
                ForwardEmitter.StepSignature(plan, names, writer, input);
                writer.Line($"    => {refuse};").Line();
            }

            writer.Line("/// <summary>Called at the end of construction.</summary>")
                .Line("partial void OnConstructed();")
                .Line();
            if (!byHand.Contains("State"))
            {
                StateEmitter.Emit(plan, names, writer);
            }
        }
    }
}
