using Microsoft.CodeAnalysis;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Usage;

/// <summary>The inputs of a model: tokens, features or images, and the lengths of their sequences.</summary>
internal static class InputRules
{
    public static void Check(CallArguments arguments, KnownNetwork network, ValueReader reader, UsageReport report)
    {
        var model = network.Model;
        if (report.Method == "InitialState")
        {
            return;
        }

        if (model.EncoderDecoder is { } encoderDecoder)
        {
            var (encoder, decoder) = (encoderDecoder.Encoder.Model, encoderDecoder.Decoder.Model);
            if (report.Method == "Step")
            {
                CheckInput(arguments[0], decoder, decoder.Input.Step);
                return;
            }

            var source = CheckInput(arguments["source"], encoder, encoder.Input);
            CheckLengths(arguments["sourceLengths"], source);
            if (CheckInput(arguments["target"], decoder, decoder.Input) is { } target && source?.Length(0) is { } sources && target.Length(0) is { } targets && sources != targets)
            {
                report.Add(Rules.BatchSize, arguments["target"]!, Messages.Number(sources), UsageReport.Code(arguments["source"]!), Messages.Number(targets), UsageReport.Code(arguments["target"]!),
                    "Give one target for each source.");
            }
        }
        else if (report.Method == "CreateMemory")
        {
            if (model.Single!.Attention is not null)
            {
                var values = CheckInput(arguments["values"], null, new SequenceShape(MemorySizes.Features));
                CheckLengths(arguments["lengths"], values);
            }
        }
        else if (model.Single is { } single)
        {
            var input = CheckInput(arguments[0], single, report.Method == "Step" ? single.Input.Step : single.Input);
            CheckLengths(arguments["lengths"], input);
        }

        KnownTensor? CheckInput(IOperation? argument, Model? reads, Shape expected)
        {
            if (argument is null || reader.ReadTensor(argument) is not { } tensor)
            {
                return null;
            }

            new InputCheck(argument, tensor, expected, reads, network, report).Run();

            // The batch of a wrong tensor is not compared.
            return report.IsReported(argument) ? null : tensor;
        }

        void CheckLengths(IOperation? argument, KnownTensor? input)
        {
            if (argument is null || reader.ReadTensor(argument) is not { } lengths)
            {
                return;
            }

            var batch = input?.Length(0);
            var expected = batch is { } count ? $"int64 [{Messages.Number(count)}]" : "int64 [batch]";
            var isWrongNumber = batch is not null && lengths.Rank == 1 && lengths.Length(0) is { } number && number != batch;
            if (lengths.Type is { } type && !type.IsIndex())
            {
                Report("Count the valid steps of each sequence in integers: dtype: ScalarType.Int64.");
            }
            else if (lengths.Rank is not (null or 1))
            {
                Report("Write one integer for each sequence, the number of its valid steps.");
            }
            else if (isWrongNumber)
            {
                Report(input!.Length(1) == lengths.Length(0)
                    ? $"The input is {UsageReport.Shape(input.Shape)} and looks time first: write .transpose(0, 1) behind it."
                    : "Write one integer for each sequence of the batch.");
            }

            void Report(string advice) => report.Add(
                Rules.LengthsShape, argument, expected, UsageReport.Code(argument), UsageReport.Describe(lengths, argument, withType: true), advice);
        }
    }
}
