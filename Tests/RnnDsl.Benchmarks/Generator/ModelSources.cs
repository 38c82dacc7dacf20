using System.Globalization;
using System.Text;

namespace RnnDsl.Benchmarks.Generator;

/// <summary>Source files as a project has them: one model a file, of varied layers, among files that have nothing to do with them.</summary>
internal static class ModelSources
{
    /// <summary>The model of a number; the hidden size can be changed, as somebody does who tries sizes.</summary>
    public static string Model(int number, int hidden = 64)
    {
        string[] cells = ["Lstm", "Gru", "Rnn"];
        var text = new StringBuilder();
        text.AppendLine("using RnnDsl;").AppendLine()
            .AppendLine(CultureInfo.InvariantCulture, $"namespace Models.Group{number % 7};").AppendLine()
            .AppendLine("[SequenceModel]")
            .AppendLine(number % 2 == 0 ? "[Embedding(\"vocabulary\", 32)]" : "[Features(\"features = 12\")]");
        for (var layer = 0; layer <= number % 3; layer++)
        {
            var options = (number + layer) % 4 == 0 ? ", Layers = 2, Dropout = 0.25" : "";
            text.AppendLine(CultureInfo.InvariantCulture, $"[{cells[(number + layer) % 3]}({hidden}{options}{(number % 5 == 0 ? ", Bidirectional = true" : "")})]");
        }

        return text
            .Append(number % 4 == 1 ? "[LastState]\n" : "")
            .Append(number % 3 == 1 ? "[Activation(Activation.Relu)]\n" : "")
            .Append("[Dropout(0.2)]\n[Linear(10)]\n")
            .AppendLine(CultureInfo.InvariantCulture, $"public partial class Model{number};")
            .ToString();
    }

    /// <summary>A file without a model.</summary>
    public static string Other(int number) =>
        $$"""
        namespace Other;

        public static class Helper{{number.ToString(CultureInfo.InvariantCulture)}}
        {
            public static int Twice(int value) => value * 2;
        }
        """;

    /// <summary>The same with one more line in a method's file, as typing makes it.</summary>
    public static string EditedOther(int number, int edit) =>
        Other(number) + string.Create(CultureInfo.InvariantCulture, $"\n\npublic static class Edit{edit};\n");
}
