namespace Weir.Connectors.Http;

/// <summary>What a template makes, which says how values are escaped.</summary>
internal enum TemplateTarget
{
    /// <summary>Text as it stands.</summary>
    Text,

    /// <summary>JSON: a placeholder within a string gives escaped text, one outside of strings a JSON value.</summary>
    Json,

    /// <summary>The content of a JSON string.</summary>
    JsonString,
}
