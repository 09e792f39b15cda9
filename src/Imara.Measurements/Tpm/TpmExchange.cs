namespace Imara.Measurements.Tpm;

/// <summary>Sends a whole command to a TPM and gives its whole answer.</summary>
/// <param name="command">The command.</param>
/// <param name="response">The answer; empty on failure.</param>
/// <param name="reason">Why there is none, lower case, without a final period.</param>
/// <returns>False if the TPM cannot be reached.</returns>
public delegate bool TpmExchange(ReadOnlySpan<byte> command, out byte[] response, out string reason);
