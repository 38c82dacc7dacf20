using Microsoft.CodeAnalysis;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Usage;

/// <summary>States and memories: a state has the model's sizes and the input's batch size, and a memory belongs to its decoder.</summary>
internal static class StateRules
{
    public static void Check(CallArguments arguments, KnownNetwork network, ValueReader reader, UsageReport report)
    {
        if (report.Method == "InitialState" && arguments["batch"] is { } count && reader.ReadNumber(count) is < 1 and var number)
        {
            report.Add(Rules.EmptyBatch, count, Messages.Number(number), UsageReport.Code(count));
        }

        if (arguments["memory"] is { } memoryArgument && reader.Read(memoryArgument) is KnownMemory memory && memory.Network.IsOtherThan(network) && !report.MayShareWeights)
        {
            report.Add(Rules.OtherNetwork, memoryArgument, network.Name, UsageReport.Code(memoryArgument), "memory", memory.Network.Name);
        }

        if (arguments["state"] is not { } argument || reader.Read(argument) is not KnownState state)
        {
            return;
        }

        if (state.Network.IsOtherThan(network))
        {
            var sizes = Sizes(network).Zip(Sizes(state.Network), (reads, given) => (reads.Name, Reads: reads.Size, Given: given.Size))
                .FirstOrDefault(size => size.Reads is not null && size.Given is not null && size.Reads != size.Given);
            if (sizes.Name is not null)
            {
                report.Add(Rules.StateSize, argument, network.Name, Print(sizes.Reads, sizes.Name), UsageReport.Code(argument), state.Network.Name, Print(sizes.Given, sizes.Name));
                return;
            }

            if (!state.IsInitial && !report.MayShareWeights)
            {
                report.Add(Rules.OtherNetwork, argument, network.Name, UsageReport.Code(argument), "state", state.Network.Name);
                return;
            }
        }

        if (arguments[0] is { } input && !report.IsReported(input) && reader.ReadTensor(input) is { } tensor
            && tensor.Length(0) is { } batch && state.Batch is { } states && states != batch)
        {
            report.Add(Rules.BatchSize, argument, Messages.Number(batch), UsageReport.Code(input), Messages.Number(states), UsageReport.Code(argument),
                report.Method != "Step" && tensor.Length(1) == states
                    ? $"'{UsageReport.Code(input)}' is {UsageReport.Shape(tensor.Shape)} and looks time first: write .transpose(0, 1) behind it."
                    : state.IsInitial ? $"Write InitialState({Messages.Number(batch)})." : "A state continues the sequences from which it was computed.");
        }

        static string Print(long? size, string name) => $"{name} of size {Messages.Number(size!.Value)}";
    }

    /// <summary>The sizes of the tensors of a network's state.</summary>
    private static IEnumerable<(string Name, long? Size)> Sizes(KnownNetwork network) =>
        from layer in (network.Model.Single ?? network.Model.EncoderDecoder!.Decoder.Model).Recurrences
        from state in layer.Operation.States
        select (state.Name, network.SizeOf(state.Size));
}
