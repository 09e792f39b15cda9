using System.Collections.Immutable;
using Imara.Evaluation;

namespace Imara.Traces.Recording;

/// <summary>One operation of a recording.</summary>
/// <param name="Name">The operation, a word of docs/reference/corpus.md.</param>
/// <param name="Arguments">Its arguments, not encoded.</param>
/// <param name="Creds">Who did it.</param>
/// <param name="File">What it reached.</param>
/// <param name="ExecCreds">Ids and capabilities of the program that begins; null: as mode and owner of the file say.</param>
public sealed record RecordedOperation(string Name, ImmutableArray<ByteString> Arguments, Credentials Creds, RecordedFile File, Credentials? ExecCreds = null);
