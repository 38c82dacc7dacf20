namespace RnnDsl;

/// <summary>A compressed file or a file of an archive is damaged. Each reader reports it as its own kind of error.</summary>
internal sealed class DamagedContentException(string message, Exception? inner = null) : IOException(message, inner);
