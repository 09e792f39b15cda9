namespace Imara.Engine.Events;

/// <summary>An integrity audit record.</summary>
/// <param name="Type">1800 data, 1801 metadata, 1802 status, 1804 PCR, 1805 rule, 1807 policy rule.</param>
/// <param name="Op">Operation, such as <c>appraise_data</c>.</param>
/// <param name="Cause">Cause, such as <c>missing-hash</c>.</param>
/// <param name="Name">Path or event name.</param>
/// <param name="Result">1 if the operation went well.</param>
public sealed record AuditRecord(int Type, string Op, string Cause, ByteString Name, int Result);
