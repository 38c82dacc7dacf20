using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.Methods;

namespace RnnDsl.Generator.Emit.Torch.Methods;

/// <summary>Writes the methods of a model.</summary>
internal static class MethodsEmitter
{
    public static void Emit(Plan plan, TypeNames names, SourceWriter writer)
    {
        var methods = plan.Methods;
        var wanted = ModelEmitter.InputName(plan);
        var input = new MethodScope(methods, names).Allocate(wanted);
        var headers = new MethodHeaders(input, names, writer);
        if (methods.Memory is { } memory)
        {
            MemoryEmitter.Emit(memory, headers, names, writer);
        }

        headers.Forward(methods.Forward.Signature, "public override");
        Body(methods.Forward).Emit(methods.Forward.Signature.CarriesState ? plan.State : null);
        var forward = new ForwardSignature(methods.Forward.Signature, input, names);
        if (forward.HasCall)
        {
            headers.Call(methods.Forward.Signature, "public new", $"base.call({forward.Arguments})");
        }

        if (methods.Loop is { } loop)
        {
            LayersLoopEmitter.Emit(loop, methods, names, writer);
        }

        if (methods.InitialState is { } initial)
        {
            InitialStateEmitter.Emit(initial, headers, names, writer);
        }

        if (methods.Step is { } step)
        {
            headers.Step(step.Signature);
            Body(step).Emit(plan.State);
        }

        foreach (var weights in methods.AttentionWeights)
        {
            headers.AttentionWeights(weights);
            Body(weights.Method).EmitWeights(weights.Layer.Property);
        }

        LossEmitter.Emit(methods, names, writer);

        LayersMethodEmitter Body(MethodPlan method) => new(method, wanted, new MethodScope(methods, names), writer);
    }
}
